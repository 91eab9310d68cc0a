// One form on the page: a draft is kept while it is filled in, a record when it is finished.
import type { Filled, Running } from './engine';
import { type Form, fileReader, placeOf, readForm } from './forms';
import { askToPersist, draft as readDraft, type Entry, keep, keepDraft, type Part } from './store';
import { archive } from './archive';
import { button, h, newId, saveFile, words } from './dom';
import { say, sayTime } from './words';

const PAUSE = 4_000;

export const loadEngine = (): Promise<typeof import('./engine')> => {
  crypto.randomUUID ??= newId; // the engine counts on it
  const address = new URL('./engine.js', import.meta.url).href;
  return import(address);
};

function textAt(tree: Document, name: string): string {
  const meta = [...tree.getElementsByTagNameNS('*', 'meta')].at(-1);
  return [...(meta?.children ?? [])].find((child) => child.localName === name)?.textContent?.trim() ?? '';
}

const treeOf = async (xml: Blob): Promise<Document> => new DOMParser().parseFromString(await xml.text(), 'text/xml');

const partOf = (file: File, name: string): Part => ({ name, type: file.type, size: file.size,
  content: new Blob([file], { type: file.type }), sentAt: null });

async function entryOf(base: string, form: Form, { xml, files }: Filled): Promise<Entry> {
  const tree = await treeOf(xml);
  return {
    id: textAt(tree, 'instanceID') || `uuid:${newId()}`, base,
    form: { id: form.id, version: form.version, title: form.title }, title: textAt(tree, 'instanceName') || form.title,
    filledAt: Date.now(), state: 'waiting', message: '', triedAt: null, receivedAt: null,
    xml: partOf(xml, 'submission.xml'), files: files.map((file) => partOf(file, file.name)),
    place: await placeOf(base).catch(() => undefined),
  };
}

function deviceId(): string {
  const key = 'fieldwork-device';
  const known = localStorage.getItem(key);
  if (known) return known;
  const fresh = `batea:${newId()}`;
  localStorage.setItem(key, fresh);
  return fresh;
}

interface Start { id: string; base: string; form: Form; startedAt: number }

const EVENTS = ['input', 'change', 'click', 'keydown'] as const;
let keeping: () => Promise<void> = async () => {};
/** What was typed a moment ago, before the page is left. */
export const keepNow = (): Promise<void> => keeping();

const signatureOf = async ({ xml, files }: Filled): Promise<string> =>
  [await xml.text(), ...files.map((file) => `${file.name} ${file.size}`)].join('\n');

/** Keeps the draft a few seconds after a change, and at once when the page goes out of sight. */
async function keepDrafts(running: Running, start: Start, status: HTMLElement, isOver: () => boolean): Promise<void> {
  let last = '';
  let touched = 0; // looks still to take: a second one, because a picture comes some time after the touch
  const keepIfChanged = async () => {
    if (touched === 0 || isOver()) return;
    touched -= 1;
    const filled = await running.snapshot();
    if (!filled) return;
    const now = await signatureOf(filled);
    if (now === last || isOver()) return;
    last = now;
    const title = textAt(await treeOf(filled.xml), 'instanceName') || start.form.title;
    const changedAt = Date.now();
    try {
      await keepDraft({ ...start, title, changedAt, xml: new Blob([filled.xml], { type: 'text/xml' }), files: filled.files });
      status.textContent = say('form_kept_at', { time: sayTime(changedAt) });
    } catch (error) {
      status.textContent = say('form_not_kept', { reason: words(error) });
    }
  };
  for (const name of EVENTS) document.addEventListener(name, () => { touched = 2; }, { capture: true, passive: true });
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') void keepIfChanged(); });
  setInterval(() => void keepIfChanged(), PAUSE);
  keeping = keepIfChanged;
  const first = await running.opened;
  last = await signatureOf(first);
}

/** Resolves when the record is kept. Leaving before that leaves a draft. */
export async function fill(place: HTMLElement, base: string, form: Form, draftId: string | null): Promise<void> {
  const status = h('p', { class: 'govuk-body fieldwork-kept', role: 'status' }, say('form_keeps'));
  const field = h('div', { class: 'fieldwork-form' }, h('p', { class: 'govuk-body' }, say('app_loading')));
  place.replaceChildren(h('a', { href: '#', class: 'govuk-back-link' }, say('app_back')), status, field);

  const earlier = draftId ? await readDraft(draftId) : undefined;
  let xml: string;
  try {
    xml = await readForm(base, form);
  } catch {
    field.replaceChildren(h('p', { class: 'govuk-body', role: 'alert' }, say('form_not_here')));
    return;
  }
  const { start } = await loadEngine();
  const id = earlier?.id ?? newId();
  field.replaceChildren();
  await new Promise<void>((done) => {
    const running = start(field, {
      xml, fetchFile: fileReader(base, form.files), deviceId: deviceId(),
      draft: earlier && { xml: new File([earlier.xml], 'xml_submission_file', { type: 'text/xml' }), files: earlier.files },
      submit: (filled) => void finish(filled),
    });
    let over = false;
    void keepDrafts(running, { id, base, form, startedAt: earlier?.startedAt ?? Date.now() }, status, () => over);
    const finish = async (filled: Filled) => {
      const entry = await entryOf(base, form, filled);
      over = true;
      try {
        await keep(entry, id);
      } catch (error) {
        over = false;
        lost(place, entry, error);
        return;
      }
      await askToPersist().catch(() => {});
      done();
    };
  });
}

/** The device is full or refuses: say so at once, and offer the one way left. */
function lost(place: HTMLElement, entry: Entry, error: unknown): void {
  place.querySelector('.govuk-error-summary')?.remove();
  place.prepend(h('div', { class: 'govuk-error-summary', role: 'alert' },
    h('p', { class: 'govuk-body' }, say('queue_full', { reason: words(error) })),
    button(say('save_unsent'), () => void archive([entry]).then((file) => saveFile('unsent.zip', file)))));
  scrollTo(0, 0);
}
