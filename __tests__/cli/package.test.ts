// What is packed holds what its pages link, and asks for what it loads.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import manifest from '../../package.json';

const ROOT = path.resolve(__dirname, '../..');
const dist = path.join(ROOT, 'dist');

function packedFiles(): string[] {
  const npm = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const said: unknown = JSON.parse(
    execFileSync('npm', npm, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
  // A list up to npm 11, by the package's name since.
  const [packed] = Array.isArray(said) ? said : Object.values(Object(said));
  return packed.files.map((file: { path: string }) => file.path);
}

it('holds every file that its pages link, the man page, and the licences of what is bundled', () => {
  const files = packedFiles();
  expect(files).toEqual(expect.arrayContaining(['dist/cli.js', 'dist/LICENSES.txt', 'man/podwatch.1', 'LICENSE']));
  const missing = files
    .filter((file) => file.endsWith('.md'))
    .flatMap((page) =>
      [...fs.readFileSync(path.join(ROOT, page), 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
        .map(([, link = '']) => link)
        .filter((link) => !/^[a-z]+:/.test(link))
        .map((link) => path.posix.join(path.posix.dirname(page), link))
        .filter((link) => !files.includes(link))
        .map((link) => `${page}: ${link}`),
    );
  expect(missing).toEqual([]);
});

it('asks for each package that a bundle loads, and names each that a bundle holds', () => {
  const bundles = fs.readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  const loaded = bundles.flatMap((file) =>
    [...fs.readFileSync(path.join(dist, file), 'utf8').matchAll(/\brequire\("([^".][^"]*)"\)/g)].map(
      ([, name = '']) => name,
    ),
  );
  // Optional parts of blessed, which nothing here asks for.
  const packages = [...new Set(loaded)].filter((name) => !isBuiltin(name) && !['term.js', 'pty.js'].includes(name));
  expect(packages).toEqual(['@lydell/node-pty']);
  // Whatever else is installed with it would only be dead weight.
  expect(Object.keys(manifest.dependencies)).toEqual(packages);
  const licences = fs.readFileSync(path.join(dist, 'LICENSES.txt'), 'utf8');
  for (const name of ['blessed-contrib', 'rxjs', 'yargs', 'valibot', '@xterm/headless'])
    expect(licences).toContain(`\n${name} `);
});
