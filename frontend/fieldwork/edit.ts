// A correction at the desk: the earlier answer opened in the engine, sent as its next version. No queue: the network is there.
import type { Filled } from './engine';
import { button, h, words } from './dom';
import { loadEngine } from './fill';
import { fileReader } from './forms';
import { type Piece, transmit } from './transmit';
import { say } from './words';

export interface Named { name: string; address: string }

export async function text(address: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(say('reason_code', { code: answer.status }));
  return answer.text();
}

export const mediaReader = (settings: DOMStringMap) =>
  fileReader('', (JSON.parse(settings.media || '[]') as Named[]).map((file) => ({ ...file, hash: '' })));

const pieceOf = (file: File, name: string): Piece => ({ name, type: file.type, size: file.size, content: file });

export async function edit(place: HTMLElement, settings: DOMStringMap): Promise<void> {
  const files: Named[] = JSON.parse(settings.files || '[]');
  const status = h('div', { role: 'alert' });
  const field = h('div', { class: 'fieldwork-form fieldwork-desk' });
  place.replaceChildren(h('p', { class: 'govuk-body' }, say('edit_intro')), status, field);

  const guard = (event: BeforeUnloadEvent) => { event.preventDefault(); };
  const sent = new Set<string>();

  const send = async (filled: Filled): Promise<void> => {
    addEventListener('beforeunload', guard);
    status.replaceChildren(h('p', { class: 'govuk-body' }, say('edit_sending')));
    const left = filled.files.filter((file) => !sent.has(file.name)).map((file) => pieceOf(file, file.name));
    const outcome = await transmit(settings.submit!, pieceOf(filled.xml, 'submission.xml'), left,
      async (names) => names.forEach((name) => sent.add(name)), { 'X-CSRFToken': settings.csrf ?? '' });
    scrollTo(0, 0);
    if (outcome.kind === 'kept') {
      removeEventListener('beforeunload', guard);
      field.replaceChildren();
      status.replaceChildren(h('div', { class: 'govuk-inset-text' },
        h('p', { class: 'govuk-body' }, say('edit_done')), h('p', { class: 'govuk-body' }, outcome.message)));
      return;
    }
    status.replaceChildren(h('div', { class: 'govuk-error-summary' },
      h('p', { class: 'govuk-body' }, say('edit_failed', { message: outcome.message })),
      button(say('edit_retry'), () => void send(filled))));
  };

  try {
    const xml = await text(settings.form!);
    const { start } = await loadEngine();
    start(field, {
      xml, fetchFile: mediaReader(settings),
      earlier: {
        resolveInstance: () => fetch(settings.edit!),
        attachmentFileNames: files.map((file) => file.name),
        resolveAttachment: (name) => fetch(files.find((file) => file.name === name)!.address),
      },
      submit: (filled) => { sent.clear(); void send(filled); },
    });
  } catch (error) {
    status.replaceChildren(h('p', { class: 'govuk-body' }, say('edit_no_form', { reason: words(error) })));
  }
}
