// The first view: forms, drafts, and the queue with what became of each record.
import { ask, button, h, saveFile, secondary } from './dom';
import { fetchList, type Form, isKept, keepForms, type Known, placeOf } from './forms';
import { allDrafts, allRecords, type Draft, discardDraft, type Entry, isPersisted, onChange, removeReceived } from './store';
import { archive } from './archive';
import { adopt, flush, unsent } from './queue';
import { stateOf } from './receipt';
import { isServed, updateReady, worksOffline } from './worker';
import { say, sayTime } from './words';

const TONES: Record<Entry['state'], string> = { waiting: 'warn', sending: 'busy', received: 'good', refused: 'bad', conflict: 'bad' };

interface Other { base: string; count: number; same: boolean }

const tag = (text: string, tone: string) => h('strong', { class: `govuk-tag batea-tag--${tone} fieldwork-state` }, text);

const body = (text: string, kind = '') => h('p', { class: `govuk-body ${kind}`.trim() }, text);

function reasonOf(problem: Known['problem']): string {
  return problem === 'network' ? say('list_no_network') : say('list_server_said', { code: problem });
}

export class Home {
  private known: Known = { list: null, problem: '' };
  private keptForms = new Set<string>();
  private ready: boolean | null = isServed() ? true : null;
  private newer = false;
  private drawing = 0;
  private shown = false;
  // What speaks stays in the page while what stands around it is drawn anew.
  private readonly status = h('div', { role: 'status', class: 'fieldwork-status' });
  private readonly net = h('div', { class: 'fieldwork-net', 'aria-live': 'polite' });
  private readonly head = h('div');
  private readonly lists = h('div');

  constructor(private readonly place: HTMLElement, private readonly base: string) {
    onChange(() => void this.draw());
    addEventListener('online', () => void this.connected());
    addEventListener('offline', () => void this.draw());
    updateReady(() => { this.newer = true; void this.draw(); });
  }

  /** The list, asked anew from the server. */
  async list(): Promise<void> {
    this.known = await fetchList(this.base);
    await this.look();
    void this.draw();
  }

  /** Brings the forms of the list to this device. */
  async prepare(): Promise<void> {
    if (this.known.list && !this.known.problem) await keepForms(this.base, this.known.list, () => void this.look().then(() => this.draw()));
    this.ready = await worksOffline();
    await this.look();
    void this.draw();
  }

  form(id: string): Form | undefined { return this.known.list?.forms.find((form) => form.id === id); }

  async show(message = ''): Promise<void> {
    this.shown = true;
    this.say(message);
    await this.draw();
  }

  hide(): void { this.shown = false; }

  async send(again: boolean): Promise<void> {
    if (again) this.say(say('send_busy'));
    const result = await flush(this.base, again);
    if (typeof result === 'object') this.say(result.left ? say('send_some', result) : say('send_done'));
    else if (again) this.say(say('save_nothing'));
  }

  private async connected(): Promise<void> {
    await Promise.all([this.send(false), this.list().then(() => this.prepare())]);
  }

  private say(message: string): void {
    if (message) this.status.replaceChildren(h('div', { class: 'govuk-inset-text' }, message));
    else this.status.replaceChildren();
  }

  private async look(): Promise<void> {
    for (const form of this.known.list?.forms ?? []) {
      if (await isKept(this.base, form)) this.keptForms.add(form.hash);
    }
  }

  private async draw(): Promise<void> {
    const turn = ++this.drawing;
    const [records, drafts, persisted] = await Promise.all([allRecords(), allDrafts(), isPersisted()]);
    const others = await this.others(unsent(records));
    if (!this.shown || turn !== this.drawing) return;
    const at = (document.activeElement as HTMLElement | null)?.dataset.at;
    const ours = records.filter((entry) => entry.base === this.base);
    const isThere = (part: HTMLElement | false): part is HTMLElement => part !== false;
    this.head.replaceChildren(...this.heading().filter(isThere));
    this.drawNet();
    this.lists.replaceChildren(...[
      this.newer && h('div', { class: 'govuk-inset-text' }, body(say('app_newer')),
        secondary(say('app_use_newer'), () => updateReady.take(), 'newer')),
      this.forms(),
      this.drafts(drafts.filter((draft) => draft.base === this.base)),
      this.queue(ours, persisted, others),
    ].filter(isThere));
    if (!this.place.contains(this.head)) this.place.replaceChildren(this.head, this.net, this.status, this.lists);
    if (at) this.place.querySelector<HTMLElement>(`[data-at="${CSS.escape(at)}"]`)?.focus();
  }

  /** What other links of this browser left unsent, and whether this key may send it: only within one programme. */
  private async others(waiting: Entry[]): Promise<Other[]> {
    const { list } = this.known;
    const bases = [...new Set(waiting.map((entry) => entry.base))].filter((base) => base !== this.base);
    return Promise.all(bases.map(async (base) => {
      const entries = waiting.filter((entry) => entry.base === base);
      const kept = await placeOf(base).catch(() => undefined);
      const same = Boolean(list?.place) && entries.every((entry) => (entry.place ?? kept) === list!.place);
      return { base, count: entries.length, same };
    }));
  }

  private heading(): (HTMLElement | false)[] {
    const { list } = this.known;
    return [
      h('h1', { class: 'govuk-heading-l', tabindex: '-1', 'data-at': 'title' }, list?.programme || say('app_title')),
      Boolean(list?.exercise) && h('p', { class: 'govuk-body fieldwork-exercise' }, h('strong', {}, say('app_exercise'))),
      Boolean(list?.officer) && body(say('app_filled_by', { officer: list!.officer })),
    ];
  }

  private drawNet(): void {
    const ready = this.ready === null ? say('ready_not')
      : this.ready ? say('ready_yes', { count: this.keptForms.size }) : say('ready_never');
    const lines = [navigator.onLine ? say('net_online') : say('net_offline'), ready];
    if (lines.join() !== [...this.net.children].map((line) => line.textContent).join()) {
      this.net.replaceChildren(...lines.map((line) => body(line)));
    }
  }

  private forms(): HTMLElement {
    const { list, problem } = this.known;
    const forms = list?.forms ?? [];
    return h('section', { 'aria-labelledby': 'fieldwork-forms' },
      h('h2', { class: 'govuk-heading-m', id: 'fieldwork-forms' }, say('app_title')),
      problem !== '' && body(say('list_old', { reason: reasonOf(problem) })),
      list && forms.length === 0 && body(say('list_none')),
      h('ul', { class: 'govuk-list fieldwork-list' }, ...forms.map((form) => h('li', { class: 'fieldwork-item' },
        h('h3', { class: 'govuk-heading-s' }, form.title),
        body(say('form_version', { version: form.version })),
        !this.keptForms.has(form.hash) && body(say('list_missing')),
        h('a', { href: `#fill/${encodeURIComponent(form.id)}`, class: 'govuk-button', 'data-at': `fill-${form.id}`,
          'aria-label': `${say('form_fill')}: ${form.title}` }, say('form_fill'))))));
  }

  private drafts(drafts: Draft[]): HTMLElement | false {
    return drafts.length > 0 && h('section', { 'aria-labelledby': 'fieldwork-drafts' },
      h('h2', { class: 'govuk-heading-m', id: 'fieldwork-drafts' }, say('drafts_title')),
      h('ul', { class: 'govuk-list fieldwork-list' }, ...drafts.map((draft) => h('li', { class: 'fieldwork-item' },
        h('h3', { class: 'govuk-heading-s' }, draft.title),
        body(say('draft_changed', { time: sayTime(draft.changedAt) })),
        h('div', { class: 'govuk-button-group' },
          h('a', { href: `#draft/${draft.id}`, class: 'govuk-button',
            'data-at': `draft-${draft.id}`, 'aria-label': `${say('draft_continue')}: ${draft.title}` }, say('draft_continue')),
          secondary(say('draft_discard'), () => void this.discard(draft), `discard-${draft.id}`))))));
  }

  private queue(entries: Entry[], persisted: boolean | null, elsewhere: Other[]): HTMLElement {
    const waiting = unsent(entries);
    const promise = persisted === null ? say('queue_storage_unknown') : say(persisted ? 'queue_storage_yes' : 'queue_storage_no');
    return h('section', { 'aria-labelledby': 'fieldwork-queue' },
      h('h2', { class: 'govuk-heading-m', id: 'fieldwork-queue' }, say('queue_title')),
      body(entries.length === 0 ? say('queue_none') : say('queue_unsent', { count: waiting.length })),
      entries.length > 0 && body(promise),
      waiting.length > 0 && h('div', { class: 'govuk-button-group' },
        button(say('send_now'), () => void this.send(true), '', 'send'),
        secondary(say('save_unsent'), () => void this.save(waiting), 'save')),
      h('ul', { class: 'govuk-list fieldwork-list' }, ...entries.map((entry) => this.entry(entry))),
      ...elsewhere.map((other, place) => h('div', {},
        h('p', { class: 'govuk-body' }, say('queue_elsewhere', { count: other.count }), ' ',
          h('a', { href: other.base, class: 'govuk-link' }, say('queue_open_elsewhere'))),
        other.same && secondary(say('queue_adopt'), () => void this.adopt(other), `adopt-${place}`))));
  }

  private entry(entry: Entry): HTMLElement {
    return h('li', { class: 'fieldwork-item' },
      h('h3', { class: 'govuk-heading-s' }, entry.title),
      entry.title !== entry.form.title && body(entry.form.title),
      body(say('filled_at', { time: sayTime(entry.filledAt) })),
      h('p', { class: 'govuk-body' }, tag(stateOf(entry), TONES[entry.state])),
      entry.state === 'waiting' && entry.triedAt !== null &&
        body(say('state_try_later', { time: sayTime(entry.triedAt), message: entry.message })),
      h('div', { class: 'govuk-button-group' },
        h('a', { href: `#receipt/${encodeURIComponent(entry.id)}`, class: 'govuk-link', 'data-at': `receipt-${entry.id}`,
          'aria-label': `${say('receipt_open')}: ${entry.title}` }, say('receipt_open')),
        entry.state === 'received' && secondary(say('delete'), () => void this.remove(entry), `delete-${entry.id}`)));
  }

  private async discard(draft: Draft): Promise<void> {
    if (await ask(say('draft_discard_ask'), say('draft_discard'), say('confirm_no'))) await discardDraft(draft.id);
  }

  private async remove(entry: Entry): Promise<void> {
    if (!await ask(say('delete_ask'), say('delete'), say('confirm_no'))) return;
    await removeReceived(entry.id);
    this.say(say('delete_done'));
  }

  private async adopt({ base, count }: Other): Promise<void> {
    const { place, officer } = this.known.list!;
    if (!await ask(say('queue_adopt_ask', { count, officer }), say('queue_adopt'), say('confirm_no'))) return;
    await adopt(base, this.base, place!, officer);
    await this.send(true);
  }

  private async save(entries: Entry[]): Promise<void> {
    saveFile(`unsent-${new Date().toISOString().slice(0, 10)}.zip`, await archive(entries));
    this.say(say('save_done', { count: entries.length }));
  }
}
