// What ssh is told: no name or argument of a user ever stands in what the remote shell reads unquoted.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { sshArguments, sshConfigText } from '../../src/hosts/sshCommand';

const spec = { name: 'h1', ssh: 'me@gpu.example', command: null, compress: false, sshConfig: null };

test('the target is one argument behind "--", and the command one behind that', () => {
  const args = sshArguments(spec, '/data/h1.ssh_config');
  expect(args.slice(-5, -1)).toEqual(['-F', '/data/h1.ssh_config', '--', 'me@gpu.example']);
  expect(args).toContain('RemoteCommand=none');
  expect(args).not.toContain('Compression=yes');
  expect(args.join(' ')).not.toContain('ControlPath');
  expect(sshArguments({ ...spec, compress: true }, 'f', true)).toEqual(
    expect.arrayContaining(['Compression=yes', 'ControlPath=none']),
  );
});

test('a command of the user reaches the program word for word, in any shell of the kind of sh', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string().filter((word) => !word.includes('\0')),
        { maxLength: 4 },
      ),
      (words) => {
        const program = ['printf', '%s\\n', ...words];
        const remote = sshArguments({ ...spec, command: program }, 'f').at(-1) ?? '';
        const printed = execFileSync('/bin/sh', ['-c', remote.replace(/^exec /, '')], { encoding: 'utf8' });
        expect(printed).toBe([...words, 'serve', '--stdio'].map((word) => `${word}\n`).join(''));
      },
    ),
    { numRuns: 30 },
  );
});

test("the user's own file comes first, so that what it says holds", () => {
  expect(sshConfigText(null)).toMatch(/^Include ~\/\.ssh\/config\nInclude \/etc\/ssh\/ssh_config\nHost \*\n/);
  expect(sshConfigText('/a b/config')).toMatch(/^Include "\/a b\/config"\nHost \*\n {2}ServerAliveInterval 5\n/);
});
