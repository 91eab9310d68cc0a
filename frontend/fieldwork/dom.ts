// Elements in one line each.
type Child = Node | string | null | undefined | false;

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string | boolean | ((event: Event) => void)> = {}, ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (typeof value === 'boolean') element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
  return element;
}

export const button = (text: string, press: () => void, kind = '', id = ''): HTMLButtonElement =>
  h('button', { type: 'button', class: `govuk-button ${kind}`.trim(), 'data-at': id, click: press }, text);

export const secondary = (text: string, press: () => void, id = ''): HTMLButtonElement =>
  button(text, press, 'govuk-button--secondary', id);

/** A question before something is lost; resolves to true only for the button that says so. */
export function ask(question: string, yes: string, no: string): Promise<boolean> {
  return new Promise((answer) => {
    const dialog = h('dialog', { class: 'fieldwork-ask', 'aria-labelledby': 'fieldwork-question' });
    const finish = (said: boolean) => { dialog.close(); dialog.remove(); answer(said); };
    dialog.append(
      h('p', { class: 'govuk-body', id: 'fieldwork-question' }, question),
      h('div', { class: 'govuk-button-group' },
        button(yes, () => finish(true), 'govuk-button--warning'), secondary(no, () => finish(false))),
    );
    dialog.addEventListener('cancel', (event) => { event.preventDefault(); finish(false); });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector<HTMLButtonElement>('.govuk-button--secondary')!.focus();
  });
}

/** Gives the person a file of their own. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = h('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

export const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** As crypto.randomUUID, which browsers shut where the page came without encryption. */
export function newId(): ReturnType<Crypto['randomUUID']> {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
