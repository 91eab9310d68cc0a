// One record to the server, in bodies the server accepts, naming after each what it acknowledged.
import { say, saySize } from './words';

export interface Piece { name: string; type: string; size: number; content: Blob }
export interface Outcome {
  /** kept: all is there. later: nothing wrong with the record. down: no use trying others now either. */
  kind: 'kept' | 'conflict' | 'refused' | 'later' | 'down';
  message: string; wait: number;
}

const XML_PART = 'xml_submission_file';
const SMALL = 1024 * 1024; // a lost connection loses at most about this much
const OVERHEAD = 512; // of one part's headers
const NORMAL_LIMIT = 10 * 1024 * 1024;
const LONGEST = 10 * 60_000; // for one body on a very slow line
const REFUSALS = [400, 401, 403, 404, 410, 413, 415, 422];
const TIRED = [429, 503, 507];

const patience = (time: number) => AbortSignal.timeout?.(time); // older browsers wait as long as they wait
const sizeOf = (piece: Piece) => piece.size + OVERHEAD + 3 * piece.name.length;

/** Files in the order given: together while small, alone when large. The answers travel with every one. */
export function batches(xml: Piece, files: Piece[], limit: number): { sent: Piece[][]; tooLarge: Piece[] } {
  const room = limit - sizeOf(xml);
  const tooLarge = files.filter((file) => sizeOf(file) >= room);
  const sent: Piece[][] = [[]];
  let size = 0;
  for (const file of files.filter((one) => sizeOf(one) < room)) {
    if (size + sizeOf(file) > Math.min(SMALL, room)) {
      sent.push([]);
      size = 0;
    }
    sent.at(-1)!.push(file);
    size += sizeOf(file);
  }
  return { sent, tooLarge };
}

const plain = (kind: Outcome['kind'], message: string, wait = 0): Outcome => ({ kind, message, wait });

function saidBy(body: string): string | null {
  const tree = new DOMParser().parseFromString(body, 'text/xml');
  if (tree.documentElement.localName !== 'OpenRosaResponse') return null;
  return tree.getElementsByTagNameNS('*', 'message')[0]?.textContent?.trim() ?? '';
}

async function judge(answer: Response): Promise<Outcome> {
  const { status } = answer;
  const said = saidBy(await answer.text());
  const wait = Number(answer.headers.get('Retry-After')) || 0;
  if (status === 201 || status === 202) {
    return said === null ? plain('down', say('reason_stranger')) : plain('kept', said);
  }
  if (status === 409) return plain('conflict', said || say('reason_conflict'));
  if (REFUSALS.includes(status)) return plain('refused', said || say('reason_code', { code: status }));
  if (TIRED.includes(status)) return plain('down', said || say('reason_later'), wait);
  if (status >= 500) return plain('later', said || say('reason_code', { code: status }), wait);
  return plain('down', say('reason_stranger'));
}

/** The largest body the server takes; also tells a server from the sign-in page of a network. */
async function limitOf(address: string): Promise<number | Outcome> {
  const answer = await fetch(address, { method: 'HEAD', cache: 'no-store', redirect: 'manual',
    signal: patience(30_000), headers: { 'X-OpenRosa-Version': '1.0' } });
  if (answer.type === 'opaqueredirect' || (answer.ok && answer.status !== 204)) return plain('down', say('reason_stranger'));
  return Number(answer.headers.get('X-OpenRosa-Accept-Content-Length')) || NORMAL_LIMIT;
}

function bodyOf(xml: Piece, files: Piece[]): FormData {
  const body = new FormData();
  body.append(XML_PART, new File([xml.content], xml.name, { type: 'text/xml' }));
  for (const file of files) body.append(file.name, new File([file.content], file.name, { type: file.type }));
  return body;
}

export async function transmit(
  address: string, xml: Piece, files: Piece[], kept: (names: string[]) => Promise<void>,
  headers: Record<string, string> = {},
): Promise<Outcome> {
  try {
    const limit = await limitOf(address);
    if (typeof limit !== 'number') return limit;
    const { sent, tooLarge } = batches(xml, files, limit);
    let last = plain('kept', '');
    for (const batch of sent) {
      const answer = await fetch(address, { method: 'POST', body: bodyOf(xml, batch), redirect: 'manual',
        cache: 'no-store', signal: patience(LONGEST), headers: { 'X-OpenRosa-Version': '1.0', ...headers } });
      last = answer.type === 'opaqueredirect' ? plain('down', say('reason_stranger')) : await judge(answer);
      if (last.kind !== 'kept') return last;
      await kept(batch.map((file) => file.name));
    }
    if (tooLarge.length === 0) return last;
    return plain('refused', tooLarge.map((file) => say('reason_too_large',
      { name: file.name, size: saySize(file.size), limit: saySize(limit) })).join(' '));
  } catch {
    return plain('down', say('reason_no_network'));
  }
}
