// Salt, not the meal: every page works without this file.
import { createAll } from 'govuk-frontend/dist/govuk/init.mjs';
import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs';
import { CharacterCount } from 'govuk-frontend/dist/govuk/components/character-count/character-count.mjs';
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs';
import { NotificationBanner } from 'govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs';
import { SkipLink } from 'govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs';
import { Tabs } from 'govuk-frontend/dist/govuk/components/tabs/tabs.mjs';

/** A choice that reveals a question: without script the question is simply always there. */
function syncRevealed(scope: ParentNode): void {
  for (const choice of scope.querySelectorAll<HTMLInputElement>('input[data-reveals]')) {
    const question = document.getElementById(choice.dataset.reveals ?? '');
    question?.classList.add('batea-revealed');
    question?.toggleAttribute('hidden', !choice.checked);
  }
}

function enliven(): void {
  syncRevealed(document);
  createAll(Button, { preventDoubleClick: true });
  for (const component of [CharacterCount, ErrorSummary, NotificationBanner, SkipLink, Tabs]) {
    createAll(component);
  }
}

function openMenus(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll<HTMLDetailsElement>('details.batea-menu[open]');
}

function closeMenusOutside(event: Event): void {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target as Node)) menu.open = false;
  }
}

function closeMenusOnEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
}

/** A link to a field inside closed details opens them, so that the field can take focus. */
function openAround(event: Event): void {
  const link = (event.target as Element).closest?.<HTMLAnchorElement>('a[href^="#"]');
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  for (let around = field?.closest('details'); around; around = around.parentElement?.closest('details')) {
    around.open = true;
  }
}

document.addEventListener('change', (event) => syncRevealed((event.target as Element).closest('form') ?? document));
document.addEventListener('click', openAround, { capture: true });
document.addEventListener('click', closeMenusOutside);
document.addEventListener('focusin', closeMenusOutside);
document.addEventListener('keydown', closeMenusOnEscape);

// The style sheet shows script-only states under these classes.
document.body.classList.add('js-enabled', 'govuk-frontend-supported');
enliven();
