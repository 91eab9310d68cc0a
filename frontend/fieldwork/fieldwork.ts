// Forms in the browser, without network too. The page holds the element; addresses after # choose the view.
import { edit } from './edit';
import { fill, keepNow } from './fill';
import { Home } from './home';
import { preview } from './preview';
import { showReceipt } from './receipt';
import { draft, type Draft } from './store';
import { register } from './worker';
import { words } from './dom';
import { say } from './words';

const KEPT = 'fieldwork-just-kept';

async function route(place: HTMLElement, base: string, home: Home, moved: boolean): Promise<void> {
  const [view, ...rest] = location.hash.slice(1).split('/');
  const id = decodeURIComponent(rest.join('/'));
  if (view === 'receipt') {
    home.hide();
    await showReceipt(place, id);
    place.querySelector('h1')?.focus();
    return;
  }
  const found: Draft | undefined = view === 'draft' ? await draft(id) : undefined;
  const form = found?.form ?? (view === 'fill' ? home.form(id) : undefined);
  if (!form) {
    await home.show();
    if (moved) place.querySelector('h1')?.focus();
    return;
  }
  home.hide();
  scrollTo(0, 0);
  await fill(place, base, form, found?.id ?? null);
  sessionStorage.setItem(KEPT, '1');
  location.replace(base);
}

async function collect(place: HTMLElement, base: string): Promise<void> {
  register(base);
  const home = new Home(place, base);
  const kept = sessionStorage.getItem(KEPT) !== null;
  sessionStorage.removeItem(KEPT);
  const isForm = () => /^#(fill|draft)/.test(location.hash);
  if (!location.hash) void home.show(kept ? say('queue_saved') : '');
  const sent = home.send(false);
  await home.list();
  let filling = isForm();
  if (location.hash) void route(place, base, home, false);
  addEventListener('hashchange', async () => {
    if (filling) {
      // The engine styles the whole page; leaving it starts the page anew.
      await keepNow();
      location.reload();
      return;
    }
    filling = isForm();
    await route(place, base, home, true);
  });
  await Promise.all([sent, home.prepare()]);
}

const place = document.getElementById('fieldwork');
if (place) {
  const started = place.dataset.edit ? edit(place, place.dataset)
    : place.dataset.try ? preview(place, place.dataset) : collect(place, place.dataset.base!);
  started.catch((error: unknown) => place.replaceChildren(say('app_broken', { reason: words(error) })));
}
