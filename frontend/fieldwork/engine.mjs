// The seams cut into @getodk/web-forms 0.22.0 when it is bundled: its English words become look-ups, its map becomes
// ours, drafts can be opened again. Each piece of its text must be found exactly as often as said, or the build fails.
import { readFileSync } from 'node:fs';

/** key of words.json, its literal in the engine, and (where that is not unique) the text around it with § for the literal */
const LITERALS = [
  ['engine_language', 'Change language'],
  ['engine_language', 'change language', '"aria-label": §,'],
  ['engine_cancel', 'Cancel', 'label: §,\n            onClick: IA[1]'],
  ['engine_save_location', 'Save location'],
  ['engine_remove', 'Remove', 'label: §,\n            icon: "icon-delete"'],
  ['engine_get_location', 'Get location'],
  ['engine_try_again', 'Try again'],
  ['engine_no_location', 'Cannot access location'],
  ['engine_allow_location', 'Grant location permission in the browser settings and make sure location is turned on.'],
  ['engine_no_background_location', 'Location unavailable. Enable GPS and browser permissions, then restart the form to try again.'],
  ['engine_finding', 'Finding your location'],
  ['engine_saved_at', ' Location will be saved at '],
  ['engine_time_taken', 'Time taken to capture location: '],
  ['engine_previous', ' Previous saved location at '],
  ['engine_accuracy', 'Accuracy: '],
  ['engine_latitude', 'Latitude: '],
  ['engine_longitude', 'Longitude: '],
  ['engine_good', 'Good accuracy', '[GEOPOINT_ACCURACY_QUALITY.GOOD]: §,'],
  ['engine_good', 'Good accuracy', '[GEOPOINT_ACCURACY_QUALITY.ACCEPTABLE]: §,'],
  ['engine_poor', 'Poor accuracy'],
  ['engine_unknown_accuracy', 'Unknown accuracy'],
  ['engine_rank', 'Rank items'],
  ['engine_okay', ' Okay '],
  ['engine_no_file', '🚧 Support for non-image uploads is pending. 🚧'],
  ['engine_preview', 'Captured image preview'],
  ['engine_take_picture', 'Take picture'],
  ['engine_choose_image', 'Choose image'],
  ['engine_repeat_item', 'Repeat Item'],
  ['engine_unknown_error', 'Unknown error', 'message: §,'],
  ['engine_unknown_error', 'Unknown error', 'AA === "" && (AA = §)'],
  ['engine_add', ' Add '],
  ['engine_powered', 'Powered by'],
  ['engine_one_error', '1 question with error.'],
  ['engine_no_map', ' Unable to load map '],
  ['engine_constraint', 'Condition not satisfied: constraint'],
  ['engine_required', 'Condition not satisfied: required'],
  ['engine_load_failed', 'An error occurred while loading this form'],
  ['engine_load_details', 'Technical error details'],
];

/** Other text of the engine and what stands in its place. */
const SEAMS = [
  // Words inside longer text.
  ['label: "Send",', 'label: $say(EA.value ? "engine_send_edit" : "engine_send"),'],
  ['`${QA} questions with errors.`', '$say("engine_errors", { count: QA })'],
  ['"Cannot fetch media. Verify the URL and fetch settings."', '$say("engine_media_failed", { name: "" })'],
  ['`Media not found. File: ${uA.href}`', '$say("engine_media_failed", { name: uA.href })'],
  ['`Cannot fetch media. Unknown error. File: ${uA.href}`', '$say("engine_media_failed", { name: uA.href })'],
  // Names for buttons that carry only a picture.
  ['class: "button-menu",', 'class: "button-menu", "aria-label": $say("engine_menu"),'],
  ['class: "clear-button",', 'class: "clear-button", "aria-label": $say("engine_remove_picture"),'],
  ['class: "close-icon",', 'class: "close-icon", "aria-label": $say("engine_cancel"),'],
  // Every field has its label, every group of choices its question, every error its voice.
  ['for: eA.question.nodeId,\n      class: normalizeClass({ required', 'for: eA.question.nodeId, id: eA.question.nodeId + "_label",\n      class: normalizeClass({ required'],
  ['"show-icon": "",\n      "icon-display": "input",\n      "show-button-bar": "",', '"input-id": eA.question.nodeId, "show-icon": "", "icon-display": "input", "show-button-bar": "",'],
  ['"time-only": "",', '"input-id": tA.question.nodeId, "time-only": "",'],
  ['id: eA.node.nodeId,\n      key: nA.value,\n      ref_key: "inputRef",\n      ref: AA,\n      modelValue: iA.value,', '"input-id": eA.node.nodeId, key: nA.value, ref_key: "inputRef", ref: AA, modelValue: iA.value,'],
  ['class: "dropdown",', 'class: "dropdown", "aria-labelledby": eA.question.nodeId + "_label",'],
  ['class: "multi-select-dropdown",', 'class: "multi-select-dropdown", "aria-labelledby": eA.question.nodeId + "_label",'],
  ['id: eA.question.nodeId + "_container",', 'id: eA.question.nodeId + "_container", role: nA(eA.question) ? "group" : void 0, "aria-labelledby": nA(eA.question) ? eA.question.nodeId + "_label" : void 0,'],
  ['{ class: "validation-message" }', '{ class: "validation-message", "aria-live": "polite" }'],
  ['"aria-selected": oA.isSelected(IA),', 'role: "button", "aria-pressed": oA.isSelected(IA),'],
  ['"aria-label": eA.$primevue.config.locale.chooseMonth,', '', 2],
  ['"aria-label": eA.$primevue.config.locale.chooseYear,', '', 2],
  ['role: "slider",\n    "aria-valuemin": eA.min,\n    "aria-valuenow": eA.d_value,', 'role: "slider", "aria-valuemin": eA.min, "aria-valuenow": eA.d_value ?? eA.min, "aria-valuetext": eA.d_value == null ? $say("choices_unselected") : void 0,'],
  ['orientation: unref(sA),\n          "model-value"', 'orientation: unref(sA), "aria-labelledby": eA.node.nodeId + "_label", "model-value"'],
  // A clock of 24 hours, as dates are ISO.
  ['"hour-format": "12"', '"hour-format": "24"'],
  // No map: places by the device's own location, choices as a list, corrections typed.
  ['unref(tA) || eA.node.appearances["placement-map"] || eA.node.appearances.maps', 'unref(tA) || eA.node.appearances["placement-map"]'],
  ['eA.question.appearances.map ? (openBlock(), createBlock(AsyncMap, {', '!1 ? (openBlock(), createBlock(AsyncMap, {'],
  // The host hears of the form once it is open, and can bring a draft of it.
  ['EA.value = QA.instance?.mode === "edit";', 'EA.value = QA.instance?.mode === "edit", $opened(QA.root);'],
  ['const rA = resolvableFormInstanceInput(tA.editInstance), oA = await AA.editInstance(rA, nA);',
    'const oA = tA.editInstance.draft ? await AA.restoreInstance({ data: tA.editInstance.draft }, nA) : await AA.editInstance(resolvableFormInstanceInput(tA.editInstance), nA);'],
];

function replace(text, before, after, times = 1) {
  const parts = text.split(before);
  if (parts.length !== times + 1) throw new Error(`@getodk/web-forms: found ${parts.length - 1} times instead of ${times}: ${before}`);
  return parts.join(after);
}

export function cut(source, words) {
  let text = source;
  for (const [key, english, around = '§'] of LITERALS) {
    if (!(key in words)) throw new Error(`words.json lacks ${key}`);
    const spaces = [/^\s/.test(english) ? '" " + ' : '', /\s$/.test(english) ? ' + " "' : ''];
    text = replace(text, around.replace('§', JSON.stringify(english)), around.replace('§', `${spaces[0]}$say("${key}")${spaces[1]}`));
  }
  for (const seam of SEAMS) text = replace(text, ...seam);
  return `import { say as $say, opened as $opened } from "fieldwork:seams";\n${text}`;
}

/** The engine's own style, without its fonts (ours serve) and without the utilities it never names. */
export function styleOf(entry, source) {
  const found = /createTextNode\('((?:[^'\\]|\\.)*)'\)/s.exec(entry);
  if (!found) throw new Error('@getodk/web-forms: its style was not found');
  const css = found[1].replace(/\\\\/g, '\\');
  const used = new Set(source.match(/[\w-]+(?:[:\\][\w-]+)*/g));
  const isUsed = (name) => used.has(name.replace(/\\/g, ''));
  return css.replace('@charset "UTF-8";', '').replace(/@font-face\{[^}]*\}/g, '').replace(/Roboto,\s*/g, '')
    .replace(/(?<=[{}]|^)\.((?:[\w-]|\\.)+)(?::[\w-]+)*\{[^{}]*\}/g, (rule, name) => (isUsed(name) ? rule : ''))
    .replace(/@media[^{}]*\{\s*\}/g, '');
}

/** For esbuild. */
export function engine(here, words) {
  return {
    name: 'engine',
    setup(build) {
      build.onResolve({ filter: /^fieldwork:seams$/ }, () => ({ path: `${here}/fieldwork/seams.ts` }));
      build.onResolve({ filter: /\/MapBlock-[\w-]+\.js$/ }, () => ({ path: `${here}/fieldwork/map.ts` }));
      build.onLoad({ filter: /web-forms\/dist\/index-[\w-]+\.js$/ }, ({ path }) =>
        ({ contents: cut(readFileSync(path, 'utf8'), words), loader: 'js' }));
      build.onLoad({ filter: /web-forms\/dist\/index\.js$/ }, ({ path }) =>
        ({ contents: readFileSync(path, 'utf8').replace(/^\(function\(\)\{"use strict".*\}\)\(\);$/m, ''), loader: 'js' }));
    },
  };
}
