// Keeps the page of one link and all it is built from, so that it opens without network. Only GET is ever looked at.
// Lists made by the build: names beside fieldwork.js, and a version that changes with any of them.
declare const PARTS: string[];
declare const VERSION: string;

interface Event2 extends Event { waitUntil(work: Promise<unknown>): void }
interface FetchEvent2 extends Event2 { request: Request; respondWith(answer: Promise<Response>): void }
interface Scope {
  registration: { scope: string }; location: Location; clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate', listener: (event: Event2) => void): void;
  addEventListener(name: 'fetch', listener: (event: FetchEvent2) => void): void;
  addEventListener(name: 'message', listener: (event: MessageEvent) => void): void;
}
const worker = self as unknown as Scope;

const base = new URL(worker.registration.scope).pathname;
const SHELLS = `fieldwork-shell ${base} `;
const SHELL = SHELLS + VERSION;
const PATIENCE = 4_000; // for the network, where a kept page is at hand

const fresh = (address: string) => fetch(address, { cache: 'no-cache', credentials: 'same-origin' });

async function put(cache: Cache, address: string, answer: Response): Promise<void> {
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status} ${address}`);
  await cache.put(address, answer);
}

const here = (addresses: string[], from: string) => addresses.map((address) => new URL(address, from))
  .filter((address) => address.origin === worker.location.origin && /\.(css|js|woff2|svg|png|ico|webmanifest)$/.test(address.pathname))
  .map((address) => address.href);

const linked = (page: string) => [...page.matchAll(/<(?:link|script|img)\b[^>]*?\s(?:href|src)="([^"]+)"/g)].map((found) => found[1]);
const drawn = (style: string) => [...style.matchAll(/url\(["']?([^"')]+)["']?\)/g)].map((found) => found[1]).filter((url) => !url.startsWith('data:'));

/** Without its own parts the app is nothing; without what else the page links it still works, and is mended at the next visit. */
async function obtain(cache: Cache, address: string, anew: boolean, vital: boolean): Promise<Response | undefined> {
  try {
    if (anew || !await cache.match(address)) await put(cache, address, await fresh(address));
  } catch (error) { if (vital) throw error; }
  return cache.match(address);
}

/** The page and everything it names, the parts of the app, and what style sheets name; the page itself last. */
async function keepPage(cache: Cache, page: Response, all: boolean): Promise<void> {
  const text = await page.clone().text();
  const folder = /\bdata-static="([^"]+)"/.exec(text)?.[1];
  if (!folder) throw new Error('The page names no folder of parts');
  const own = PARTS.map((name) => new URL(folder + name, worker.location.origin).href);
  const names = new Set([...own, ...here(linked(text), worker.registration.scope)]);
  for (const address of names) {
    const answer = await obtain(cache, address, all, own.includes(address));
    if (!answer || !new URL(address).pathname.endsWith('.css')) continue;
    for (const part of here(drawn(await answer.text()), address)) {
      if (all ? !names.has(part) : !await cache.match(part)) await put(cache, part, await fresh(part)).catch(() => {});
    }
  }
  await put(cache, base, page);
}

worker.addEventListener('install', (event) => event.waitUntil(
  Promise.all([caches.open(SHELL), fresh(base)]).then(([cache, page]) => keepPage(cache, page, true))));

worker.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith(SHELLS) && name !== SHELL) await caches.delete(name);
  await worker.clients.claim();
})()));

worker.addEventListener('message', ({ data }) => { if (data === 'take over') void worker.skipWaiting(); });

const late = (time: number) => new Promise<undefined>((done) => setTimeout(done, time, undefined));

/** The page: the server's where it comes in time and is well, else the kept one. */
async function page(event: FetchEvent2): Promise<Response> {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(base);
  const asked = fetch(event.request).then((answer) => {
    if (answer.ok && !answer.redirected) event.waitUntil(keepPage(cache, answer.clone(), false).catch(() => {}));
    return answer;
  });
  if (!kept) return asked;
  const answer = await Promise.race([asked.catch(() => undefined), late(PATIENCE)]);
  return answer?.ok && !answer.redirected ? answer : kept;
}

async function part(request: Request): Promise<Response> {
  const kept = await (await caches.open(SHELL)).match(request, { ignoreSearch: true });
  return kept ?? fetch(request);
}

/** The list, a form or its file: kept by the page itself; here only the way back when the network fails. */
async function form(request: Request): Promise<Response> {
  try { return await fetch(request); } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== worker.location.origin) return;
  if (request.mode === 'navigate') {
    if (address.pathname === base) event.respondWith(page(event));
  } else if (address.pathname.startsWith(base)) {
    if (!address.pathname.endsWith('/sw.js')) event.respondWith(form(request));
  } else event.respondWith(part(request));
});

export {};
