// Files that a message mentions: found as git knows them, and given to the agent as what they are.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { FileIndex } from '../../../src/pod/agent/fileIndex';
import { mentionedFiles } from '../../../src/pod/agent/mentionedFiles';
import { promptContent } from '../../../src/pod/agent/promptContent';

let cwd: string;

beforeEach(() => {
  cwd = fs.mkdtempSync('/tmp/pw-files-');
  for (const file of ['notes.md', 'src/main.ts', 'src/deep/notes.ts', 'a b.txt', 'out/built.js', 'pic.png']) {
    fs.mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true });
    fs.writeFileSync(path.join(cwd, file), file);
  }
});

afterEach(() => fs.rmSync(cwd, { recursive: true }));

const mentioned = (text: string) =>
  mentionedFiles(text, cwd).map((part) => (part.kind === 'text' ? part.text : `<${part.file}>`));

it.each([
  ['see @notes.md.', ['see ', '<notes.md>', '.']],
  ['@src/main.ts and (@notes.md)', ['<src/main.ts>', ' and (', '<notes.md>', ')']],
  ['@"a b.txt" is one', ['<a b.txt>', ' is one']],
  ['mail me@notes.md, or @nobody', ['mail me@notes.md, or @nobody']],
  ['nothing', ['nothing']],
])('%s', (text, parts) => {
  expect(mentioned(text)).toEqual(parts);
});

it('a picture goes as one where the agent takes pictures, else as a link like every file', () => {
  const input = [{ kind: 'text', content: 'look at @pic.png' }];
  const types = (takesImages: boolean) => promptContent(input, { cwd, takesImages }).map(({ type }) => type);
  expect(types(true)).toEqual(['text', 'image']);
  expect(types(false)).toEqual(['text', 'resource_link']);
  const [, image] = promptContent(input, { cwd, takesImages: true });
  expect(image).toMatchObject({ mimeType: 'image/png', data: Buffer.from('pic.png').toString('base64') });
});

describe('finding', () => {
  const found = async (query: string) => (await new FileIndex(cwd).find(query)).map(({ value }) => value);

  it('by the beginning of a name first, then by what a path holds, then by its letters', async () => {
    expect(await found('not')).toEqual(['notes.md', 'src/deep/notes.ts']);
    expect(await found('main')).toEqual(['src/main.ts']);
    expect(await found('smts')).toContain('src/main.ts');
    expect(await found('src')).toContain('src/');
    expect(await found('xyz')).toEqual([]);
  });

  it('as git knows them: what is ignored is left out, what is new is there', async () => {
    const git = (...args: string[]) => execFileSync('git', ['-C', cwd, ...args], { stdio: 'pipe' });
    git('init', '-q');
    fs.writeFileSync(path.join(cwd, '.gitignore'), 'out/\n');
    git('add', 'notes.md');
    expect(await found('built')).toEqual([]);
    expect(await found('notes')).toEqual(['notes.md', 'src/deep/notes.ts']);
  });
});
