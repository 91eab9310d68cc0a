// Writes the page furniture into the package's static folder; with --check, builds beside it and compares bytes.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compile } from 'sass';
import { fieldwork } from './fieldwork/build.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../src/batea/web/static/web');
const formsTarget = join(here, '../src/batea/surveys/static/surveys');
const family = join(here, 'node_modules/@fontsource/source-sans-3');

const NOTICE = '/*! Batea, Apache-2.0. Contains parts of GOV.UK Frontend (MIT, Crown Copyright). */\n';

function style(folder) {
  const { css } = compile(join(here, 'src/batea.scss'), {
    loadPaths: [join(here, 'node_modules')], style: 'compressed', quietDeps: true,
  });
  writeFileSync(join(folder, 'batea.css'), NOTICE + css + '\n');
}

async function script(folder) {
  await build({
    entryPoints: ['batea', 'grid'].map((name) => join(here, `src/${name}.ts`)), outdir: folder, absWorkingDir: here,
    bundle: true, minify: true, format: 'esm', target: 'es2020', legalComments: 'none', charset: 'utf8',
    banner: { js: NOTICE.trim() },
  });
}

/** The map: a small script, the library and its worker as files of their own, and their style (BSD-3, see the licence beside). */
async function map(folder) {
  const library = join(here, 'node_modules/maplibre-gl');
  const entry = { map: 'src/map.ts', 'map-style': 'src/map.css', maplibre: 'src/maplibre.ts' };
  await build({
    entryPoints: { ...entry, 'maplibre-worker': join(library, 'dist/maplibre-gl-worker.mjs') }, outdir: folder, absWorkingDir: here,
    bundle: true, minify: true, format: 'esm', target: 'es2022', legalComments: 'eof', charset: 'utf8',
  });
  cpSync(join(library, 'LICENSE.txt'), join(folder, 'maplibre-gl-LICENSE.txt'));
}

function fonts(folder) {
  mkdirSync(join(folder, 'fonts'));
  for (const weight of [400, 600]) {
    cpSync(join(family, `files/source-sans-3-latin-${weight}-normal.woff2`),
      join(folder, `fonts/source-sans-3-latin-${weight}.woff2`));
  }
  cpSync(join(family, 'LICENSE'), join(folder, 'fonts/OFL.txt'));
}

async function write(folder) {
  mkdirSync(folder, { recursive: true });
  style(folder);
  await script(folder);
  await map(folder);
  fonts(folder);
  for (const name of ['favicon.svg', 'govuk-frontend-LICENSE.txt']) cpSync(join(here, 'src', name), join(folder, name));
}

/** The files we own in a folder; others may stand beside them. */
function listing(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function same(one, other) {
  try { return readFileSync(one).equals(readFileSync(other)); } catch { return false; }
}

async function stale(write, target) {
  const fresh = join(mkdtempSync(join(tmpdir(), 'batea-')), 'built');
  await write(fresh);
  const names = listing(fresh).filter((name) => !same(join(fresh, name), join(target, name)));
  rmSync(dirname(fresh), { recursive: true });
  return names;
}

async function check() {
  const names = [...await stale(write, target), ...await stale(fieldwork, formsTarget)];
  if (names.length === 0) return;
  console.error(`Built files differ from their sources: ${names.join(', ')}. Run "npm run build" and commit.`);
  process.exitCode = 1;
}

if (process.argv.includes('--check')) await check();
else {
  rmSync(join(target, 'fonts'), { recursive: true, force: true });
  await write(target);
  await fieldwork(formsTarget);
}
