// Sends what waits: one record at a time, in one window at a time.
import { allRecords, amend, type Entry } from './store';
import { type Outcome, transmit } from './transmit';

const FIRST_PAUSE = 30_000;
const LONGEST_PAUSE = 30 * 60_000;

let failures = 0;
let timer = 0;

export type Result = 'nothing' | { received: number; left: number };

const isUnsent = (entry: Entry) => entry.state !== 'received';
export const unsent = (entries: Entry[]) => entries.filter(isUnsent);

function apply(entry: Entry, outcome: Outcome): void {
  entry.message = outcome.message;
  entry.triedAt = Date.now();
  if (outcome.kind === 'kept') {
    entry.state = 'received';
    entry.receivedAt = Date.now();
  } else entry.state = outcome.kind === 'conflict' || outcome.kind === 'refused' ? outcome.kind : 'waiting';
}

async function send(entry: Entry): Promise<Outcome> {
  await amend(entry.id, (one) => { one.state = 'sending'; });
  const missing = entry.files.filter((file) => file.sentAt === null);
  const outcome = await transmit(`${entry.base}submission`, entry.xml, missing, async (names) => {
    const now = Date.now();
    await amend(entry.id, (one) => {
      one.xml.sentAt ??= now;
      for (const file of one.files) if (names.includes(file.name)) file.sentAt = now;
    });
  }, entry.place ? { 'X-Batea-Programme': entry.place } : {});
  await amend(entry.id, (one) => apply(one, outcome));
  return outcome;
}

/** Within the lock nobody else sends, so "sending" left by a closed window means waiting. */
async function work(base: string, again: boolean): Promise<Result> {
  for (const entry of await allRecords()) {
    if (entry.base === base && entry.state === 'sending') await amend(entry.id, (one) => { one.state = 'waiting'; });
  }
  const ours = (await allRecords()).filter((entry) => entry.base === base).reverse();
  const due = ours.filter((entry) => entry.state === 'waiting' || (again && isUnsent(entry)));
  if (due.length === 0) return 'nothing';
  let received = 0;
  let wait = 0;
  let failed = false;
  for (const entry of due) {
    const outcome = await send(entry);
    wait = Math.max(wait, outcome.wait);
    if (outcome.kind === 'kept') received += 1;
    if (outcome.kind === 'later' || outcome.kind === 'down') failed = true;
    if (outcome.kind === 'down') break;
  }
  failures = failed ? failures + 1 : 0;
  if (failed) schedule(base, wait);
  return { received, left: unsent(ours).length - received };
}

function schedule(base: string, wait: number): void {
  clearTimeout(timer);
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1)) * (0.8 + Math.random() * 0.4);
  timer = window.setTimeout(() => void flush(base), Math.max(pause, wait * 1000));
}

let busy = false;

/** One window at a time. The person's own wish waits for its turn; what runs by itself leaves it to the other window. */
async function alone(base: string, wait: boolean, job: () => Promise<Result>): Promise<Result> {
  if (navigator.locks) {
    return navigator.locks.request(`fieldwork-send ${base}`, { ifAvailable: !wait }, (lock) => (lock ? job() : 'nothing'));
  }
  if (busy) return 'nothing';
  busy = true;
  try { return await job(); } finally { busy = false; }
}

/** Records another key left unsent go over to this one, which belongs to the same programme. The person has said so. */
export async function adopt(from: string, base: string, place: string, keyOf: string): Promise<void> {
  await alone(from, true, async () => {
    for (const { id } of unsent(await allRecords()).filter((entry) => entry.base === from)) {
      await amend(id, (one) => Object.assign(one, { base, place, keyOf, state: 'waiting', message: '', triedAt: null }));
    }
    return 'nothing';
  });
}

/** `again`: the person asks, so what was refused is tried once more too. */
export async function flush(base: string, again = false): Promise<Result> {
  return navigator.onLine || again ? alone(base, again, () => work(base, again)) : 'nothing';
}
