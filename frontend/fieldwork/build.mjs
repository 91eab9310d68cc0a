// Builds the form app: fieldwork.js (small, at once), engine.js (when a form is opened), one style sheet, the service worker.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { compile } from 'sass';
import { engine, styleOf } from './engine.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
const forms = join(here, 'node_modules/@getodk/web-forms');
const NOTICE = '/*! Batea, Apache-2.0. Contains parts of others: see LICENSES.txt beside this file. */';
const PINNED = '0.22.0';

const common = {
  absWorkingDir: here, bundle: true, minify: true, format: 'esm', target: 'es2022', legalComments: 'none', charset: 'utf8',
  banner: { js: NOTICE }, write: false, define: {
    __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    'process.env.NODE_ENV': '"production"',
  },
  logOverride: { 'direct-eval': 'silent' },
};

const text = ({ outputFiles }) => outputFiles[0].text;

async function script(name, extra = {}) {
  return text(await build({ ...common, entryPoints: [join(here, `fieldwork/${name}.ts`)], ...extra }));
}

async function style(source) {
  const entry = readFileSync(join(forms, 'dist/index.js'), 'utf8');
  const own = compile(join(here, 'fieldwork/fieldwork.scss'), { style: 'compressed' }).css;
  const { code } = await transform(styleOf(entry, source) + own, { loader: 'css', minify: true });
  return `${NOTICE}\n${code}`;
}

export async function fieldwork(folder) {
  const { version } = JSON.parse(readFileSync(join(forms, 'package.json'), 'utf8'));
  if (version !== PINNED) throw new Error(`@getodk/web-forms must be ${PINNED}, not ${version}`);
  const words = JSON.parse(readFileSync(join(here, 'fieldwork/words.json'), 'utf8'));
  const source = readdirSync(join(forms, 'dist')).filter((name) => /^index-.*\.js$/.test(name))
    .map((name) => readFileSync(join(forms, 'dist', name), 'utf8')).join('\n');
  const parts = {
    'fieldwork.js': await script('fieldwork'),
    'engine.js': await script('engine', { plugins: [engine(here, words)] }),
    'fieldwork.css': await style(source),
  };
  const hash = createHash('sha256');
  for (const [name, content] of Object.entries(parts)) hash.update(`${name}\n${content}\n`);
  hash.update(readFileSync(join(here, 'fieldwork/sw.ts')));
  const sw = await script('sw', { format: 'iife', define: {
    PARTS: JSON.stringify(Object.keys(parts)), VERSION: JSON.stringify(hash.digest('hex').slice(0, 16)) } });
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries({ ...parts, 'sw.js': sw,
    'words.json': readFileSync(join(here, 'fieldwork/words.json'), 'utf8'),
    'LICENSES.txt': readFileSync(join(here, 'fieldwork/LICENSES.txt'), 'utf8') })) writeFileSync(join(folder, name), content);
}
