// Every word the person reads. The page brings them in its language; the English ones stand in for any it lacks.
import english from './words.json';

export type Word = keyof typeof english;

const brought = document.getElementById('fieldwork-words')?.textContent;
const words: Record<string, string> = { ...english, ...(brought ? JSON.parse(brought) : {}) };

export const language = document.getElementById('fieldwork')?.lang || document.documentElement.lang || 'en';

export function say(key: Word, values: Record<string, string | number> = {}): string {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export const sayTime = (time: number): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(time);

export function saySize(bytes: number): string {
  const [unit, size] = bytes < 1e6 ? ['kilobyte', bytes / 1e3] as const : ['megabyte', bytes / 1e6] as const;
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(size);
}
