// The forms of this link and their files, kept on this device by the hash the server gave them.
import { allDrafts } from './store';

export interface FormFile { name: string; address: string; hash: string }
export interface Form { id: string; version: string; title: string; hash: string; xml: string; files: FormFile[] }
export interface List { programme: string; place?: string; exercise: boolean; officer: string; forms: Form[] }
/** `problem`: empty, or why the list is the kept one; a number is the server's answer. */
export interface Known { list: List | null; problem: '' | 'network' | number }

const cacheOf = (base: string) => caches.open(`fieldwork-forms ${base}`);
const listAddress = (base: string) => `${base}forms.json`;

/** The address a version is kept under: the same words at another hash are another file. */
function keyOf(address: string, hash: string): string {
  const key = new URL(address, location.href);
  key.searchParams.set('kept', hash);
  return key.href;
}

const wanted = (form: Form): [string, string][] =>
  [[form.xml, form.hash], ...form.files.map((file): [string, string] => [file.address, file.hash])];

const readKept = async (cache: Cache, base: string): Promise<List | null> =>
  (await cache.match(listAddress(base)))?.json() ?? null;

/** The programme of a link, as far as this device knows. */
export const placeOf = async (base: string): Promise<string | undefined> =>
  ('caches' in self ? (await readKept(await cacheOf(base), base))?.place : undefined);

const writeKept = (cache: Cache, base: string, list: List) => cache.put(listAddress(base),
  new Response(JSON.stringify(list), { headers: { 'Content-Type': 'application/json' } }));

/** A full device must not keep a form from opening while there is network. */
const put = (cache: Cache | null, key: string, answer: Response) => cache?.put(key, answer).catch(() => {});

export async function fetchList(base: string): Promise<Known> {
  let problem: Known['problem'] = 'network';
  try {
    const answer = await fetch(listAddress(base), { cache: 'no-cache', headers: { Accept: 'application/json' } });
    const isList = answer.ok && !answer.redirected && answer.headers.get('Content-Type')?.includes('json');
    if (isList) return { list: await answer.json() as List, problem: '' };
    if (!answer.ok) problem = answer.status;
  } catch { /* no network: the kept list serves */ }
  return { list: 'caches' in self ? await readKept(await cacheOf(base), base) : null, problem };
}

async function obtain(cache: Cache | null, address: string, hash: string): Promise<Response> {
  const kept = await cache?.match(keyOf(address, hash));
  if (kept) return kept;
  const answer = await fetch(address, { cache: 'no-cache' });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status} ${address}`);
  await put(cache, keyOf(address, hash), answer.clone());
  return answer;
}

export async function isKept(base: string, form: Form): Promise<boolean> {
  if (!('caches' in self)) return false;
  const cache = await cacheOf(base);
  const found = await Promise.all(wanted(form).map(([address, hash]) => cache.match(keyOf(address, hash))));
  return found.every(Boolean);
}

/** The new list, but for a form that could not be brought here the earlier version that is. */
async function whatOpens(base: string, list: List, earlier: List | null): Promise<List> {
  const forms = await Promise.all(list.forms.map(async (form) => {
    const before = earlier?.forms.find((one) => one.id === form.id);
    return before && !await isKept(base, form) ? before : form;
  }));
  return { ...list, forms };
}

/** Brings every form of the list here, one after another; then lets go of what neither the list nor a draft needs. */
export async function keepForms(base: string, list: List, progress: () => void): Promise<void> {
  if (!('caches' in self)) return;
  const cache = await cacheOf(base);
  const earlier = await readKept(cache, base);
  if (!earlier) await writeKept(cache, base, list);
  for (const form of list.forms) {
    try {
      for (const [address, hash] of wanted(form)) await obtain(cache, address, hash);
    } catch { continue; } // shown in the list as not kept; tried again at the next visit
    progress();
  }
  const now = await whatOpens(base, list, earlier);
  await writeKept(cache, base, now);
  const drafts = (await allDrafts()).filter((draft) => draft.base === base).map((draft) => draft.form);
  const needed = new Set([...now.forms, ...drafts].flatMap(wanted).map(([address, hash]) => keyOf(address, hash)));
  for (const request of await cache.keys()) {
    if (new URL(request.url).searchParams.has('kept') && !needed.has(request.url)) await cache.delete(request);
  }
}

export async function readForm(base: string, form: Form): Promise<string> {
  return (await obtain('caches' in self ? await cacheOf(base) : null, form.xml, form.hash)).text();
}

/** What the engine asks for by a jr:// address, found by its name. */
export const fileReader = (base: string, files: FormFile[]) => async (resource: URL): Promise<Response> => {
  const name = decodeURIComponent(resource.pathname.split('/').at(-1) ?? '');
  const file = files.find((one) => one.name === name);
  if (!file) return new Response('', { status: 404 });
  return obtain('caches' in self ? await cacheOf(base) : null, file.address, file.hash);
};
