// What was and was not sent of one record: on the page, and as a text file.
import { type Entry, record } from './store';
import { h, saveFile, secondary } from './dom';
import { say, saySize, sayTime } from './words';

export function stateOf(entry: Entry): string {
  if (entry.state === 'received') return say('state_received', { time: sayTime(entry.receivedAt!) });
  if (entry.state === 'refused') return say('state_refused', { message: entry.message });
  if (entry.state === 'conflict') return say('state_conflict', { message: entry.message });
  return say(entry.state === 'sending' ? 'state_sending' : 'state_waiting');
}

async function fingerprint(content: Blob): Promise<string> {
  if (!crypto.subtle) return '–';
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await content.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Row { name: string; size: number; sent: string }

const rowsOf = (entry: Entry): Row[] => [{ ...entry.xml, name: `${say('receipt_answers')} (${entry.xml.name})` }, ...entry.files]
  .map((part) => ({ name: part.name, size: part.size, sent: part.sentAt ? sayTime(part.sentAt) : say('receipt_not_sent') }));

async function factsOf(entry: Entry): Promise<[string, string][]> {
  return [
    [say('receipt_form'), `${entry.form.title} – ${say('form_version', { version: entry.form.version })}`],
    [say('receipt_number'), entry.id],
    [say('receipt_filled'), sayTime(entry.filledAt)],
    [say('receipt_state'), stateOf(entry)],
    [say('receipt_server_words'), entry.message || '–'],
    ...(entry.keyOf ? [[say('receipt_key'), entry.keyOf] as [string, string]] : []),
    [say('receipt_address'), new URL(entry.base, location.href).origin], // the rest is the key
    [say('receipt_sha'), await fingerprint(entry.xml.content)],
  ];
}

export async function textOf(entry: Entry): Promise<string> {
  const facts = (await factsOf(entry)).map(([name, value]) => `${name}: ${value}`);
  const parts = rowsOf(entry).map((row) => `- ${row.name}, ${saySize(row.size)}: ${row.sent}`);
  return [`${say('receipt_title')}: ${entry.title}`, '', ...facts, '', say('receipt_parts'), ...parts, ''].join('\n');
}

async function save(entry: Entry): Promise<void> {
  const name = `${say('receipt_title')}-${entry.id.replace(/\W+/g, '-')}.txt`;
  saveFile(name, new Blob([await textOf(entry)], { type: 'text/plain;charset=utf-8' }));
}

export async function showReceipt(place: HTMLElement, id: string): Promise<void> {
  const entry = await record(id);
  if (!entry) {
    location.hash = '';
    return;
  }
  const head = [say('receipt_part'), say('receipt_size'), say('receipt_when')];
  place.replaceChildren(
    h('a', { href: '#', class: 'govuk-back-link' }, say('app_back')),
    h('h1', { class: 'govuk-heading-l', tabindex: '-1' }, `${say('receipt_title')}: ${entry.title}`),
    h('dl', { class: 'govuk-summary-list' }, ...(await factsOf(entry)).map(([name, value]) =>
      h('div', { class: 'govuk-summary-list__row' },
        h('dt', { class: 'govuk-summary-list__key' }, name), h('dd', { class: 'govuk-summary-list__value' }, value)))),
    h('table', { class: 'govuk-table fieldwork-parts' },
      h('caption', { class: 'govuk-table__caption govuk-table__caption--m' }, say('receipt_parts')),
      h('thead', { class: 'govuk-table__head' }, h('tr', { class: 'govuk-table__row' },
        ...head.map((text) => h('th', { scope: 'col', class: 'govuk-table__header' }, text)))),
      h('tbody', { class: 'govuk-table__body' }, ...rowsOf(entry).map((row) => h('tr', { class: 'govuk-table__row' },
        h('th', { scope: 'row', class: 'govuk-table__header' }, row.name),
        h('td', { class: 'govuk-table__cell' }, saySize(row.size)),
        h('td', { class: 'govuk-table__cell' }, row.sent))))),
    secondary(say('receipt_save'), () => void save(entry), 'receipt-save'),
  );
}
