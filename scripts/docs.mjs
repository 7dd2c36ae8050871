// Writes what is made from the commands, the keymap and the configuration's schema: their table, docs/, the man page.
// With --check it writes nothing and fails where a file differs.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import * as esbuild from 'esbuild';
import { bundleOptions } from './build.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const commandFiles = readdirSync(path.join(root, 'src', 'commands'))
  .filter((file) => file.endsWith('.ts'))
  .filter((file) => /^export const command = /m.test(readFileSync(path.join(root, 'src', 'commands', file), 'utf8')))
  .map((file) => file.slice(0, -3));

/** Bundles the sources that say it, for they are TypeScript. */
async function load() {
  const directory = mkdtempSync(path.join(root, 'node_modules', '.docs-'));
  const outfile = path.join(directory, 'manual.cjs');
  try {
    await esbuild.build({
      ...bundleOptions,
      stdin: {
        resolveDir: path.join(root, 'src'),
        contents: [
          "export * from './manual/manualFiles';",
          "export { configSchema } from './config/configSchema';",
          ...commandFiles.map((file, at) => `import { command as c${at} } from './commands/${file}';`),
          `export const commands = [${commandFiles.map((file, at) => `{ file: '${file}', command: c${at} }`).join(', ')}];`,
        ].join('\n'),
      },
      define: { WAY_TO_DIST: '"."' },
      outfile,
    });
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** For editors. Checks that JSON schemas have no words for (keys of a terminal, equal names) are left to `podwatch config --check`. */
function configSchemaText(schema) {
  const json = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input', target: 'draft-07' });
  return `${JSON.stringify({ ...json, title: 'Configuration of podwatch' }, null, 2)}\n`;
}

const { manualFiles, commands, configSchema } = await load();
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const read = (file) => readFileSync(path.join(root, file), 'utf8');
const files = [
  ...manualFiles(commands, { version }),
  { file: 'docs/config.schema.json', text: configSchemaText(configSchema) },
];
const differing = files.filter(({ file, text }) => {
  try {
    return read(file) !== text;
  } catch {
    return true;
  }
});
if (process.argv.includes('--check')) {
  for (const { file } of differing) process.stderr.write(`${file} is not what the sources say: npm run docs\n`);
  process.exitCode = differing.length > 0 ? 1 : 0;
} else {
  for (const { file, text } of differing) {
    writeFileSync(path.join(root, file), text);
    process.stdout.write(`${file}\n`);
  }
}
