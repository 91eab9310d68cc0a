// Salt for a ballot of pairs: two cards at a time. Without this file all pairs of the ballot stand one under the other.

const form = document.querySelector('form[data-pairs]');
if (form && !form.querySelector('.govuk-error-message')) begin(form);

function begin(form) {
  const inputs = [...form.querySelectorAll('[data-pair]')];
  const pairs = [...new Set(inputs.map((each) => each.closest('fieldset')?.closest('.govuk-form-group') ?? each.closest('fieldset')))].filter(Boolean);
  if (pairs.length < 2) return;
  const after = [...form.children].slice([...form.children].indexOf(pairs.at(-1)) + 1);
  const walk = document.createElement('div');
  walk.className = 'govuk-button-group';
  const [back, next, stop] = ['back', 'next', 'stop'].map((what) => button(form.dataset[what], walk));
  pairs.at(-1).after(walk);
  let at = 0;

  function show(number, focus) {
    at = number;
    const over = at >= pairs.length;
    pairs.forEach((each, place) => away(each, place !== at));
    after.forEach((each) => away(each, !over));
    away(walk, over);
    away(back, at === 0);
    if (focus) (over ? form.querySelector('[name="add_sex"]') : (pairs[at].querySelector('input:checked') ?? pairs[at].querySelector('input')))?.focus();
  }

  back.addEventListener('click', () => show(at - 1, true));
  next.addEventListener('click', () => show(at + 1, true));
  stop.addEventListener('click', () => show(pairs.length, true));
  // A finger on a card goes on by itself; the arrow keys, which choose while they move, do not.
  for (const input of inputs) {
    input.addEventListener('click', (event) => {
      if (event.detail > 0) setTimeout(() => show(at + 1, true), 250);
    });
  }
  show(0, false);
}

/** The style sheet gives buttons and groups a display of their own, which outweighs the attribute “hidden”. */
function away(element, yes) {
  element.style.display = yes ? 'none' : '';
}

function button(words, into) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'govuk-button govuk-button--secondary';
  made.textContent = words;
  into.append(made);
  return made;
}
