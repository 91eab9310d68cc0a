// The form engine on the page: @getodk/web-forms, with the seams our build cuts into it (see engine.mjs).
import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms';
import { createApp, h } from 'vue';
import { listen } from './seams';
import { language, say } from './words';

export interface Filled { xml: File; files: File[] }

export interface Earlier { resolveInstance: () => Promise<Response>; attachmentFileNames: string[];
  resolveAttachment: (name: string) => Promise<Response> }

export interface Order {
  xml: string;
  fetchFile: (address: URL) => Promise<Response>;
  /** A draft to go on with, or an answer to correct. */
  draft?: Filled; earlier?: Earlier;
  deviceId?: string;
  /** Files that cannot be had are empty, instead of keeping the form shut. */
  blanks?: boolean;
  submit: (filled: Filled) => void;
}

interface Language { language: string; isSyntheticDefault?: true }
interface Root {
  languages: Language[]; setLanguage(language: Language): void;
  prepareInstancePayload(options: { payloadType: 'monolithic' }): Promise<Payload>;
}
interface Payload { data: [FormData] }

const XML_PART = 'xml_submission_file';

function open(payload: Payload): Filled {
  const entries = [...payload.data[0].entries()].filter((entry): entry is [string, File] => entry[1] instanceof File);
  return { xml: entries.find(([name]) => name === XML_PART)![1],
    files: entries.filter(([name]) => name !== XML_PART).map(([, file]) => file) };
}

function draftData({ xml, files }: Filled): FormData {
  const data = new FormData();
  data.set(XML_PART, new File([xml], XML_PART, { type: 'text/xml' }));
  for (const file of files) data.set(file.name, file);
  return data;
}

/** "Español (es)", "es" or "español": the form's language that is the page's, if it has one. */
function match(languages: Language[]): Language | undefined {
  const code = language.split('-')[0].toLowerCase();
  const name = new Intl.DisplayNames(code, { type: 'language' }).of(code)?.toLowerCase();
  return languages.filter((one) => !one.isSyntheticDefault).find((one) => {
    const label = one.language.trim().toLowerCase();
    return label === code || label === name || new RegExp(`\\(${code}(-\\w+)?\\)$`).test(label);
  });
}

function calendarWords(): object {
  const days = (weekday: 'long' | 'short' | 'narrow') => Array.from({ length: 7 }, (_, day) =>
    new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(Date.UTC(2023, 0, 1 + day)));
  const months = (month: 'long' | 'short') => Array.from({ length: 12 }, (_, place) =>
    new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' }).format(Date.UTC(2023, place, 1)));
  return {
    dayNames: days('long'), dayNamesShort: days('short'), dayNamesMin: days('short'),
    monthNames: months('long'), monthNamesShort: months('short'), firstDayOfWeek: 1, dateFormat: 'yy-mm-dd',
    chooseDate: say('calendar_choose_date'), today: say('calendar_today'), clear: say('calendar_clear'),
    prevMonth: say('calendar_previous_month'), nextMonth: say('calendar_next_month'),
    prevYear: say('calendar_previous_year'), nextYear: say('calendar_next_year'),
    prevDecade: say('calendar_previous_decade'), nextDecade: say('calendar_next_decade'),
    nextHour: say('clock_hour_up'), prevHour: say('clock_hour_down'),
    nextMinute: say('clock_minute_up'), prevMinute: say('clock_minute_down'),
    emptyMessage: say('choices_none'), emptyFilterMessage: say('choices_not_found'), emptySearchMessage: say('choices_not_found'),
    searchMessage: say('choices_found'), selectionMessage: say('choices_selected'), emptySelectionMessage: say('choices_unselected'),
  };
}

/** `opened`: what is in the form before anyone touched it. */
export interface Running { snapshot: () => Promise<Filled | null>; opened: Promise<Filled> }

export function start(place: HTMLElement, order: Order): Running {
  let root: Root | null = null;
  const take = async (): Promise<Filled> => open(await root!.prepareInstancePayload({ payloadType: 'monolithic' }));
  const opened = new Promise<Filled>((done) => {
    listen((given) => {
      if (!given || root) return;
      root = given as Root;
      const ours = match(root.languages);
      if (ours) root.setLanguage(ours);
      done(take());
    });
  });
  const app = createApp({
    render: () => h(OdkWebForm, {
      formXml: order.xml,
      fetchFormAttachment: order.fetchFile,
      missingResourceBehavior: order.blanks ? 'BLANK' : undefined,
      editInstance: order.draft ? { draft: [draftData(order.draft)] } : order.earlier,
      preloadProperties: order.deviceId ? { deviceID: order.deviceId } : undefined,
      onSubmit: (payload: Payload) => order.submit(open(payload)),
    }),
  });
  app.use(webFormsPlugin);
  const { locale } = app.config.globalProperties.$primevue.config;
  Object.assign(locale, calendarWords());
  Object.assign(locale.aria, { close: say('close'), listLabel: say('choices_list') });
  app.mount(place);
  return { snapshot: async () => (root ? take() : null), opened };
}
