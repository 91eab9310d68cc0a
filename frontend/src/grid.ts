// The grid of a tool, quicker: rows change without the server, keys move, cells pasted from a spreadsheet fill it.
// Without this file the same buttons post the form and the server does it.

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
const FIELDS = 'input:not([type=hidden]), select, textarea';

const bodyOf = (sheet: Element) => sheet.querySelector<HTMLTableSectionElement>('tbody')!;
const rowsOf = (sheet: Element) => [...bodyOf(sheet).rows];
const fieldsOf = (row: Element) => [...row.querySelectorAll<Field>(FIELDS)];

/** Names and ids count the rows, so they are written anew after every change of rows. */
function renumber(sheet: HTMLElement): void {
  const table = sheet.dataset.grid!;
  const rows = rowsOf(sheet);
  const old = new RegExp(`^${table}-\\d+(?=-|$)`);
  rows.forEach((row, place) => {
    const now = `${table}-${place}`;
    row.id = now;
    for (const part of row.querySelectorAll<HTMLElement>('[id], [name], [aria-labelledby], [aria-describedby]')) {
      for (const attribute of ['id', 'name', 'aria-labelledby', 'aria-describedby']) {
        const value = part.getAttribute(attribute);
        if (value) part.setAttribute(attribute, value.split(' ').map((word) => word.replace(old, now)).join(' '));
      }
    }
    const number = row.cells[0].firstChild;
    if (number?.nodeType === Node.TEXT_NODE) number.textContent = String(place + 1);
    for (const button of row.querySelectorAll<HTMLButtonElement>('button[data-row]')) {
      button.value = `${table}:${place}:${button.dataset.row}`;
      button.setAttribute('aria-label', `${button.title} ${place + 1}`);
    }
  });
  const count = sheet.querySelector<HTMLInputElement>(`input[name="${table}-rows"]`)!;
  count.value = String(rows.length);
}

const isFull = (sheet: HTMLElement) => rowsOf(sheet).length >= Number(sheet.dataset.most);

/** A copy of the row: with its values, or empty. What a row was before, and what is wrong with it, stays behind. */
function copyOf(row: HTMLTableRowElement, empty: boolean): HTMLTableRowElement {
  const copy = row.cloneNode(true) as HTMLTableRowElement;
  copy.querySelectorAll('input[name$="-was"], .govuk-error-message, .batea-was, .batea-new').forEach((part) => part.remove());
  const before = fieldsOf(row);
  fieldsOf(copy).forEach((field, place) => {
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
    field.value = empty ? '' : before[place].value;
  });
  return copy;
}

function act(sheet: HTMLElement, what: string, row: HTMLTableRowElement): HTMLTableRowElement {
  const body = bodyOf(sheet);
  if ((what === 'copy' || what === 'add') && !isFull(sheet)) {
    const copy = copyOf(row, what === 'add');
    row.after(copy);
    return copy;
  }
  if (what === 'up' && row.previousElementSibling) row.previousElementSibling.before(row);
  if (what === 'down' && row.nextElementSibling) row.nextElementSibling.after(row);
  if (what === 'remove') {
    const next = (row.nextElementSibling ?? row.previousElementSibling) as HTMLTableRowElement | null;
    if (!next) body.append(copyOf(row, true));
    row.remove();
    return next ?? body.rows[0];
  }
  return row;
}

function change(sheet: HTMLElement, what: string, row: HTMLTableRowElement, column = 0): void {
  const target = act(sheet, what, row);
  renumber(sheet);
  (fieldsOf(target)[column] ?? fieldsOf(target)[0])?.focus();
}

function onClick(event: Event): void {
  const button = (event.target as Element).closest<HTMLButtonElement>('button[data-row]');
  const sheet = button?.closest<HTMLElement>('[data-grid]');
  if (!button || !sheet) return;
  const row = button.closest('tr') ?? rowsOf(sheet).at(-1);
  if (!row) return;
  event.preventDefault();
  change(sheet, button.dataset.row!, row);
  if (button.dataset.row === 'up' || button.dataset.row === 'down') button.focus();
}

function onKey(event: KeyboardEvent): void {
  const field = (event.target as Element).closest<Field>(FIELDS);
  const row = field?.closest('tr');
  const sheet = field?.closest<HTMLElement>('[data-grid]');
  if (!field || !row || !sheet) return;
  const column = fieldsOf(row).indexOf(field);
  const given = !row.querySelector('button[data-row]');
  if (event.key === 'Enter' && event.ctrlKey && !given) {
    event.preventDefault();
    change(sheet, 'add', row, column);
  } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    event.preventDefault();
    const up = event.key === 'ArrowUp';
    if (event.shiftKey) {
      if (!given) change(sheet, up ? 'up' : 'down', row, column);
    } else {
      const next = (up ? row.previousElementSibling : row.nextElementSibling) as HTMLTableRowElement | null;
      if (next) fieldsOf(next)[column]?.focus();
    }
  }
}

/** A pasted word chooses the option that says it: its code, its words, or its number. */
function put(field: Field, text: string): void {
  const said = text.trim();
  if (!(field instanceof HTMLSelectElement)) {
    field.value = said;
    return;
  }
  const low = said.toLowerCase();
  const fits = [...field.options].find((option) => {
    const words = option.text.toLowerCase();
    return option.value.toLowerCase() === low || words === low || words.split(' – ').includes(low);
  });
  if (fits) field.value = fits.value;
}

function onPaste(event: ClipboardEvent): void {
  const field = (event.target as Element).closest<Field>(FIELDS);
  const sheet = field?.closest<HTMLElement>('[data-grid]');
  let row = field?.closest('tr') as HTMLTableRowElement | null | undefined;
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!field || !sheet || !row || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const first = fieldsOf(row).indexOf(field);
  const given = !row.querySelector('button[data-row]');
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  lines.forEach((line, place) => {
    if (!row) return;
    const fields = fieldsOf(row);
    line.split('\t').forEach((cell, across) => fields[first + across] && put(fields[first + across], cell));
    if (place === lines.length - 1) return;
    const next = row.nextElementSibling as HTMLTableRowElement | null;
    row = next ?? (given || isFull(sheet) ? null : act(sheet, 'add', row));
  });
  renumber(sheet);
}

for (const form of document.querySelectorAll<HTMLFormElement>('form.batea-fill')) {
  form.addEventListener('click', onClick);
  form.addEventListener('keydown', onKey);
  form.addEventListener('paste', onPaste);
}
