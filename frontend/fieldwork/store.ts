// What this device holds: records to send or sent, and drafts. Nothing unsent is ever removed from here by itself.
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Form } from './forms';

export type State = 'waiting' | 'sending' | 'received' | 'refused' | 'conflict';

export interface Part { name: string; type: string; size: number; content: Blob; sentAt: number | null }

export interface Entry {
  id: string; base: string; form: { id: string; version: string; title: string }; title: string;
  filledAt: number; state: State; message: string; triedAt: number | null; receivedAt: number | null;
  xml: Part; files: Part[];
  /** The programme it was filled in for: the server takes it under no other. Records of earlier days do not say. */
  place?: string;
  /** Whose key sends it, where it was filled in under another one. */
  keyOf?: string;
}

export interface Draft {
  id: string; base: string; form: Form; title: string; startedAt: number; changedAt: number; xml: Blob; files: File[];
}

interface Shape extends DBSchema {
  records: { key: string; value: Entry };
  drafts: { key: string; value: Draft };
}

let opened: Promise<IDBPDatabase<Shape>> | undefined;
const open = () => (opened ??= openDB<Shape>('fieldwork', 1, {
  upgrade(database) {
    database.createObjectStore('records', { keyPath: 'id' });
    database.createObjectStore('drafts', { keyPath: 'id' });
  },
  terminated() { opened = undefined; },
}));

const channel = 'BroadcastChannel' in self ? new BroadcastChannel('fieldwork') : null;
const listeners = new Set<() => void>();
channel?.addEventListener('message', () => listeners.forEach((listener) => listener()));

/** Called after every change, also those made in another window. */
export function onChange(listener: () => void): void { listeners.add(listener); }

function changed(): void {
  listeners.forEach((listener) => listener());
  channel?.postMessage('changed');
}

export const allRecords = async (): Promise<Entry[]> =>
  (await (await open()).getAll('records')).sort((one, other) => other.filledAt - one.filledAt);

export const record = async (id: string): Promise<Entry | undefined> => (await open()).get('records', id);

/** The record enters and its draft leaves in one step: never neither, never both. One already there is not written over. */
export async function keep(entry: Entry, draft: string): Promise<void> {
  const step = (await open()).transaction(['records', 'drafts'], 'readwrite', { durability: 'strict' });
  await Promise.all([step.objectStore('records').add(entry), step.objectStore('drafts').delete(draft), step.done]);
  changed();
}

export async function amend(id: string, change: (entry: Entry) => void): Promise<Entry | undefined> {
  const step = (await open()).transaction('records', 'readwrite');
  const entry = await step.store.get(id);
  if (entry) {
    change(entry);
    await step.store.put(entry);
  }
  await step.done;
  changed();
  return entry;
}

/** Only what the server has may go. */
export async function removeReceived(id: string): Promise<void> {
  const step = (await open()).transaction('records', 'readwrite');
  if ((await step.store.get(id))?.state === 'received') await step.store.delete(id);
  await step.done;
  changed();
}

export const allDrafts = async (): Promise<Draft[]> =>
  (await (await open()).getAll('drafts')).sort((one, other) => other.changedAt - one.changedAt);

export const draft = async (id: string): Promise<Draft | undefined> => (await open()).get('drafts', id);

export async function keepDraft(value: Draft): Promise<void> {
  await (await open()).put('drafts', value);
  changed();
}

export async function discardDraft(id: string): Promise<void> {
  await (await open()).delete('drafts', id);
  changed();
}

/** Asks once, when there is first something to lose. */
export async function askToPersist(): Promise<void> {
  if (navigator.storage?.persist && !(await navigator.storage.persisted())) await navigator.storage.persist();
}

export const isPersisted = async (): Promise<boolean | null> =>
  (navigator.storage?.persisted ? navigator.storage.persisted() : null);
