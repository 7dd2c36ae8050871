// Who has no hosts pays nothing for them: no command loads a part of them, whatever is listed.
import fs from 'node:fs';
import path from 'node:path';
import { CLI, makeTempHome, runProgram, type TempHome } from '../fixtures/tempHome';

const DIST = path.dirname(CLI);

describe('without hosts', () => {
  let home: TempHome;
  beforeEach(() => {
    home = makeTempHome();
  });
  afterEach(() => home.close());

  /** Files of the build that a command has loaded by its end. */
  async function loaded(args: readonly string[]): Promise<readonly string[]> {
    const hook = path.join(home.directory, 'hook.cjs');
    const list = path.join(home.directory, 'loaded');
    fs.writeFileSync(
      hook,
      `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(list)}, Object.keys(require.cache).join('\\n')));`,
    );
    await runProgram([process.execPath, '--require', hook, CLI, ...args], home.env);
    return fs
      .readFileSync(list, 'utf8')
      .split('\n')
      .map((file) => path.relative(DIST, file));
  }

  test.each([
    [['ls', '--json']],
    [['stop', 'none']],
    [['grep', 'x']],
    [['attach']],
    [['hosts']],
    [['run', '-d', 'h1/x', '--', 'true']],
  ])('%j loads none of their parts', async (args) => {
    const files = await loaded(args);
    expect(files).toContain('cli.js');
    expect(files.filter((file) => /^(?:hosts|serve|places\/hosts)\/|searchHosts|fleet/.test(file))).toEqual([]);
  });

  test('and with one, ls does', async () => {
    const config = path.join(home.directory, 'config.json');
    fs.writeFileSync(config, JSON.stringify({ hosts: { h1: { ssh: 'nobody@127.0.0.1' } } }));
    home.env.PODWATCH_CONFIG = config;
    expect(await loaded(['ls', '--wait', '1'])).toContain('places/hosts/openHosts.js');
  });
});
