// Which tests are pure and which touch the system, decided by what they import, however far.
const fs = require('node:fs');
const path = require('node:path');

/** What makes a test one of the system: children, sockets, pseudo-terminals, bundles of its own. */
const SYSTEM_MODULES =
  /^(node:)?(child_process|cluster|dgram|http2?|https|net|tls|worker_threads)$|^@lydell\/node-pty$|^esbuild$/;

/** The built programs, named in a test or a fixture. */
const BUILT_PROGRAM = /['"`/]dist['"`/]/;

/** A child that is waited for on the spot (an oracle that is asked one thing) leaves nothing behind. */
const SYNCHRONOUS_CHILDREN = /^\{\s*(?:(?:execFileSync|spawnSync),?\s*)+\}$/;

const IMPORTS =
  /^\s*(?:import|export)\s+(?:(?!type\b)(?<names>[^'";]*?)\s*from\s*)?'(?<from>[^']+)'|\b(?:import|require)\(\s*'(?<call>[^']+)'\s*\)/gm;

/** @returns {string[]} the files below `directory`, or none if it is missing. */
function filesBelow(directory) {
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath ?? entry.path, entry.name)] : []));
}

/** The file that a relative import means; undefined for what is no file of ours (JSON, a folder). */
function importedFile(importer, specifier) {
  const base = path.resolve(path.dirname(importer), specifier);
  return [base, `${base}.ts`, path.join(base, 'index.ts')].find(
    (file) => /\.(ts|cjs|mjs)$/.test(file) && fs.existsSync(file),
  );
}

/** What one file says for itself, and the files of ours that it imports. */
function readImports(file, inTests) {
  const text = fs.readFileSync(file, 'utf8');
  let system = inTests && BUILT_PROGRAM.test(text);
  const files = [];
  for (const { groups } of text.matchAll(IMPORTS)) {
    const specifier = groups.from ?? groups.call;
    if (specifier.startsWith('.')) {
      const imported = importedFile(file, specifier);
      if (imported !== undefined) files.push(imported);
    } else if (SYSTEM_MODULES.test(specifier)) {
      system ||= !(inTests && SYNCHRONOUS_CHILDREN.test(groups.names ?? ''));
    }
  }
  return { system, files };
}

/** All test files of a checkout, by absolute path; those with agents from npm, with hosts, and the campaign are of neither kind. */
function sortTests(root = path.dirname(__dirname)) {
  const tests = path.join(root, '__tests__');
  const read = new Map();
  const importsOf = (file) => {
    if (!read.has(file)) read.set(file, readImports(file, file.startsWith(tests + path.sep)));
    return read.get(file);
  };
  const touchesSystem = (test) => {
    const reached = new Set([test]);
    for (const file of reached) {
      const { system, files } = importsOf(file);
      if (system) return true;
      for (const imported of files) reached.add(imported);
    }
    return false;
  };
  const kinds = { pure: [], system: [] };
  for (const file of filesBelow(tests)
    .filter((each) => each.endsWith('.test.ts'))
    .sort()) {
    const folder = path.relative(tests, file).split(path.sep)[0];
    if (folder === 'realAgents' || folder === 'faults' || folder === 'fleet') continue;
    kinds[folder === 'e2e' || touchesSystem(file) ? 'system' : 'pure'].push(file);
  }
  return kinds;
}

module.exports = { sortTests };
