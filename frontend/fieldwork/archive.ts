// Unsent answers as one zip: a folder for each record with its XML and photos, as other tools for such forms keep them.
import { Zip, ZipPassThrough } from 'fflate';
import type { Entry } from './store';
import { textOf } from './receipt';

const safe = (text: string) => text.replace(/[^\p{L}\p{N}._-]+/gu, '-');

export async function archive(entries: Entry[]): Promise<Blob> {
  const chunks: BlobPart[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else chunks.push(chunk as Uint8Array<ArrayBuffer>);
  });
  const add = async (path: string, content: Blob) => {
    const file = new ZipPassThrough(path);
    zip.add(file);
    file.push(new Uint8Array(await content.arrayBuffer()), true);
  };
  for (const entry of entries) {
    const folder = `instances/${safe(entry.id)}`;
    await add(`${folder}/submission.xml`, entry.xml.content);
    for (const file of entry.files) await add(`${folder}/${safe(file.name)}`, file.content);
    await add(`${folder}/receipt.txt`, new Blob([await textOf(entry)]));
  }
  zip.end();
  if (failure) throw failure;
  return new Blob(chunks, { type: 'application/zip' });
}
