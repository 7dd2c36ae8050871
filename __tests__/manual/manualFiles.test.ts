// In which order the commands are listed: what somebody new needs first, then by name within each group.
import type { Command } from '../../src/commands/line/command';
import { manualFiles } from '../../src/manual/manualFiles';

const command = (name: string, group: Command['group']) => ({
  file: name,
  command: {
    name,
    group,
    summary: 'x',
    positionals: {},
    options: {},
    rest: 'nothing',
    runWords: async () => 0,
  } as const,
});

test('run, attach and ls before archive; the groups in their order', () => {
  const names = [
    command('doctor', 'itself'),
    command('archive', 'pods'),
    command('ls', 'pods'),
    command('grep', 'history'),
    command('attach', 'pods'),
    command('adopt', 'pods'),
    command('run', 'pods'),
  ];
  const page = manualFiles(names, { version: '1' }).find(({ file }) => file === 'docs/commands.md')?.text ?? '';
  const listed = [...page.matchAll(/^\| `podwatch (\w+)/gm)].map(([, name]) => name);
  expect(listed).toEqual(['run', 'attach', 'ls', 'adopt', 'archive', 'grep', 'doctor']);
});
