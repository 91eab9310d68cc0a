// Salt for the pages of a workshop: clocks count down, boards fetch themselves again, copies are made one after the other.
// Every page works without this file.

const MINUTE = 60;

/** The clock of the server: a phone's own may be wrong by an hour. */
function seconds(clock) {
  const read = Date.now() - Number(clock.dataset.read);
  return Math.max(0, Math.round((Date.parse(clock.dataset.closes) - Date.parse(clock.dataset.now) - read) / 1000));
}

function tick() {
  for (const clock of document.querySelectorAll('[data-closes]')) {
    clock.dataset.read ??= String(Date.now());
    const left = seconds(clock);
    clock.textContent = left ? `${Math.floor(left / MINUTE)}:${String(left % MINUTE).padStart(2, '0')}` : clock.dataset.over;
  }
}

/** Fetch a part of a page again; not while somebody is at one of its buttons, nor while nobody looks. */
async function refresh(part) {
  if (document.hidden || part.contains(document.activeElement)) return;
  try {
    const answer = await fetch(part.dataset.refresh, { headers: { 'X-Requested-With': 'fetch' } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.getElementById(part.id);
    if (fresh && !part.contains(document.activeElement)) {
      const unfolded = [...part.querySelectorAll('details')].map((each) => each.open);
      if (unfolded.some(Boolean)) [...fresh.querySelectorAll('details')].forEach((each, n) => (each.open = unfolded[n] ?? false));
      part.replaceChildren(...fresh.childNodes);
      tick();
    }
  } catch {
    // Without a line the page stays as it is, with the end times in words.
  }
}

tick();
setInterval(tick, 1000);
for (const part of document.querySelectorAll('[data-refresh]')) {
  setInterval(() => refresh(part), Number(part.dataset.seconds) * 1000);
}
const going = document.querySelector('form[data-going]');
if (going) setTimeout(() => going.requestSubmit(going.querySelector('button')), 800);
