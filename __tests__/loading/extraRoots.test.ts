// A command begins without the user's extra roots, and all that it starts has them as the user gave them.
import fs from 'node:fs';
import path from 'node:path';
import { withRootsOnTheWay } from '../../src/loading/extraRoots';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const file = (name: string) => path.join(home.directory, name);
const ofRoots = (env: NodeJS.ProcessEnv | string) => {
  const lines = typeof env === 'string' ? env.split('\n') : Object.entries(env).map((pair) => pair.join('='));
  return lines.filter((line) => /^(NODE_EXTRA|PODWATCH_EXTRA)/.test(line));
};

const ON_THE_WAY = 'PODWATCH_EXTRA_CA_CERTS=/etc/ca/all-2.pem';
test.each<[string, NodeJS.ProcessEnv, string[]]>([
  ['a plain path', { NODE_EXTRA_CA_CERTS: '/etc/ca/all-2.pem' }, [ON_THE_WAY]],
  ['and no options of Node', { NODE_EXTRA_CA_CERTS: '/etc/ca/all-2.pem', NODE_OPTIONS: '' }, [ON_THE_WAY]],
  [
    'what Node is to load before',
    { NODE_EXTRA_CA_CERTS: '/etc/ca/all-2.pem', NODE_OPTIONS: '--require /x.js' },
    ['NODE_EXTRA_CA_CERTS=/etc/ca/all-2.pem'],
  ],
  ['a relative path', { NODE_EXTRA_CA_CERTS: 'all.pem' }, ['NODE_EXTRA_CA_CERTS=all.pem']],
  ['a blank in it', { NODE_EXTRA_CA_CERTS: '/etc/my ca' }, ['NODE_EXTRA_CA_CERTS=/etc/my ca']],
  ['signs of a shell', { NODE_EXTRA_CA_CERTS: '/$(id)`id`"*' }, ['NODE_EXTRA_CA_CERTS=/$(id)`id`"*']],
  ['an empty one', { NODE_EXTRA_CA_CERTS: '' }, ['NODE_EXTRA_CA_CERTS=']],
  ['none', {}, []],
])('the installed command and what we start ourselves agree: %s', async (_, roots, expected) => {
  // What the shell becomes, in place of Node.
  fs.writeFileSync(file('node'), '#!/bin/sh\nenv\n', { mode: 0o755 });
  const env = { ...home.env, PATH: `${home.directory}:${home.env.PATH}`, ...roots };
  const { stdout } = await runProgram([CLI, 'ls'], env);
  expect(ofRoots(stdout)).toEqual(expected);
  expect(ofRoots(withRootsOnTheWay(env))).toEqual(expected);
});

test.each([
  ['the installed command', [CLI]],
  ['node', [process.execPath, CLI]],
])('a program in a Pod and one that is restored have them, started by %s', async (_, command) => {
  const env = { ...home.env, NODE_EXTRA_CA_CERTS: '/etc/ca.pem' };
  const run = async (...words: string[]) => {
    expect(await runProgram([...command, ...words], env)).toMatchObject({ code: 0 });
    await until(() => fs.existsSync(file('seen')) && fs.readFileSync(file('seen'), 'utf8').endsWith('end\n'));
    const seen = fs.readFileSync(file('seen'), 'utf8');
    fs.rmSync(file('seen'));
    return ofRoots(seen);
  };
  const script = `(env; echo end) > ${file('seen')}; exec sleep 60`;
  expect(await run('run', 'made', '-d', '--', 'sh', '-c', script)).toEqual(['NODE_EXTRA_CA_CERTS=/etc/ca.pem']);
  expect(ofRoots(environmentOf(home.allocations()[0]?.pid))).toEqual([]);
  expect(await runProgram([...command, 'stop', 'made'], env)).toMatchObject({ code: 0 });
  expect(await run('restore', 'made', '-d')).toEqual(['NODE_EXTRA_CA_CERTS=/etc/ca.pem']);
  expect(ofRoots(environmentOf(home.allocations()[0]?.pid))).toEqual([]);
});

function environmentOf(pid: number | undefined): string {
  return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').replaceAll('\0', '\n');
}
