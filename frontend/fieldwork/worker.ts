// The page's side of the service worker.
let waiting: ServiceWorker | null = null;
let notify = () => {};
let registration: Promise<ServiceWorkerRegistration> | null = null;

function watch(found: ServiceWorkerRegistration): void {
  const tell = () => {
    if (!found.waiting || !navigator.serviceWorker.controller) return;
    waiting = found.waiting;
    notify();
  };
  tell();
  found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', tell));
}

export function register(base: string): void {
  if (!('serviceWorker' in navigator)) return;
  registration = navigator.serviceWorker.register(`${base}sw.js`, { scope: base });
  registration.then(watch, () => {});
}

/** This very page came by way of the worker: it is kept. */
export const isServed = (): boolean => Boolean(navigator.serviceWorker?.controller);

/** True once the shell and its parts are on this device; false where that can never be. */
export async function worksOffline(): Promise<boolean> {
  if (!registration) return false;
  try {
    const found = await registration;
    const active = found.active ?? await navigator.serviceWorker.ready;
    return Boolean(active);
  } catch { return isServed(); }
}

/** Calls back when a newer version waits; `take` changes over to it. */
export function updateReady(listener: () => void): void {
  notify = listener;
  if (waiting) notify();
}
updateReady.take = (): void => {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  waiting?.postMessage('take over');
};
