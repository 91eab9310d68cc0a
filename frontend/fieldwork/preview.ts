// A form tried out at the desk: the same engine, and nothing leaves it. No draft, no queue, no record.
import { button, h, words } from './dom';
import { mediaReader, text } from './edit';
import { loadEngine } from './fill';
import { say } from './words';

export async function preview(place: HTMLElement, settings: DOMStringMap): Promise<void> {
  const status = h('div', { role: 'alert' });
  const field = h('div', { class: 'fieldwork-form fieldwork-desk' }, h('p', { class: 'govuk-body' }, say('app_loading')));
  place.replaceChildren(status, field);

  const finished = (): void => {
    field.replaceChildren();
    status.replaceChildren(h('div', { class: 'govuk-inset-text' }, h('p', { class: 'govuk-body' }, say('try_done')),
      button(say('try_again'), () => location.reload())));
    scrollTo(0, 0);
  };

  try {
    const xml = await text(settings.form!);
    const { start } = await loadEngine();
    field.replaceChildren();
    start(field, { xml, fetchFile: mediaReader(settings), blanks: true, submit: finished });
  } catch (error) {
    status.replaceChildren(h('p', { class: 'govuk-body' }, say('try_no_form', { reason: words(error) })));
    field.replaceChildren();
  }
}
