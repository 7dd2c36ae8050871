// What a command line says: wrong usage in one line, names and switches taken as they were meant, the help.
import { version } from '../../package.json';
import { storePod } from '../fixtures/storedPods';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const done = { code: 0, stderr: '' };

describe('usage', () => {
  it.each([
    [['nonsense'], 'no command "nonsense"'],
    [['stop'], 'name of a Pod is missing'],
    [['ls', '--limit', 'x'], '--limit'],
    [['ls', '--wrong'], 'wrong'],
    [['ls', '--', 'x'], '--'],
    [['send', 'demo', ''], 'demo'],
    [['attach', 'demo', '--detach-key', 'x'], '--detach-key'],
    [['run', 'x', '--cwd'], '--cwd needs a value: --cwd DIR'],
    [['--home'], '--home needs a value'],
    [['--home', '', 'ls'], '--home needs a value'],
    [['atach', 'x'], 'Did you mean "podwatch attach"?'],
    [['ls', '--jsn'], 'Did you mean --json?'],
    [['--resum'], 'Did you mean --resume?'],
    [['ls', '-q'], 'There is no option -q'],
    [['logs', 'demo', '-fx'], 'option -x'],
    [['ls', '--json=maybe'], '--json takes no value'],
    [['ls', 'one'], '"one" is one word too many'],
    [['attach'], 'name of a Pod is missing'],
    [['send'], 'name of a Pod is missing'],
    [['status'], 'word is missing'],
    [['replay', 'x', '--speed', '0'], '--speed'],
    [['help', 'nonsense'], 'no command "nonsense"'],
    [['-r', '--rows', '0'], '--rows must be a whole number from 1'],
    [['--rows', '5'], '--rows goes with -r'],
    [['prune'], '--older-than is missing: podwatch prune --older-than AGE'],
    [['grep', '-i', 'text'], 'There is no option -i'],
    [['rename', 'demo'], 'The new name is missing'],
    [['adopt', 'x'], 'The name of a Pod is missing'],
    [['run', 'x', '--policy', 'no', '--agent'], '--policy is one of ask, allow-reads, deny, not "no".'],
    [['run', 'x', 'make'], '"make" is one word too many: a command stands behind "--"'],
    [['run', 'x', '-d', 'true'], '"true" is one word too many'],
    [['ls', '-'], '"-" is one word too many'],
    [['doctor', '-y'], '--yes goes with --fix'],
  ])('%j is wrong usage: one line, which says what was meant', async (args, text) => {
    const { code, stdout, stderr } = await home.podwatch(args);
    expect(stderr).toContain(text);
    expect([2, 3]).toContain(code);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('takes the words true and false as words, also behind a switch', async () => {
    storePod(home.paths, { name: 'true', updatedAt: 1, preview: 'false' }, 1);
    expect(await home.podwatch(['rm', '-y', 'true'])).toEqual({ ...done, stdout: 'Removed true.\n' });
  });

  it('a name that no Pod has is answered with the one that was meant, and with a home that is not there', async () => {
    storePod(home.paths, { name: 'builder', updatedAt: 1, preview: 'x' }, 1);
    const { code, stderr } = await home.podwatch(['stop', 'bulider', '--home', '/nowhere/at/all']);
    expect(code).toBe(3);
    expect(stderr).toContain('There is no Pod "bulider". Did you mean "builder"?');
    expect(stderr).toContain('--home: there is no directory /nowhere/at/all.');
  });

  it('what is for agents is refused to a terminal, and the dashboard says what else shows the Pods', async () => {
    storePod(home.paths, { name: 'one', updatedAt: 1, preview: 'x' }, 1);
    const refused = { code: 2, stdout: '', stderr: 'podwatch: --anew is for agents, and "one" is none.\n' };
    expect(await home.podwatch(['restore', 'one', '--anew'])).toEqual(refused);
    const { code, stderr } = await home.podwatch([]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/^podwatch: .*podwatch ls\n$/) });
  });

  it('what changes nothing is said', async () => {
    storePod(home.paths, { name: 'one', updatedAt: 1, preview: 'x' }, 1);
    expect(await home.podwatch(['rename', 'one', 'one'])).toMatchObject({
      code: 0,
      stdout: 'The Pod one has that name already.\n',
    });
    expect(await home.podwatch(['unarchive', 'one'])).toMatchObject({
      code: 0,
      stdout: 'The Pod one is not archived.\n',
    });
  });

  it('takes the last of an option that is given twice', async () => {
    storePod(home.paths, { name: 'one', updatedAt: 1, preview: 'x' }, 1);
    storePod(home.paths, { name: 'two', updatedAt: 2, preview: 'x' }, 2);
    const ran = await home.podwatch(['ls', '--limit', '0', '--limit', '1', '--json']);
    expect(ran).toMatchObject(done);
    expect(JSON.parse(ran.stdout)).toHaveLength(1);
  });

  it('prints the version and the help', async () => {
    expect(await home.podwatch(['--version'])).toEqual({ ...done, stdout: `${version}\n` });
    const help = await home.podwatch(['--help']);
    expect(help).toMatchObject(done);
    for (const word of [
      'run',
      'attach',
      'ls',
      'send',
      'restore',
      'stop',
      'rm',
      'logs',
      'completion',
      'demo',
      '--resume',
      '--home',
      'Exit codes',
      'config.json',
      'README.md',
    ]) {
      expect(help.stdout).toContain(word);
    }
  });
});
