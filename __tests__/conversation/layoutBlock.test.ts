// Blocks as rows of any width.
import fc from 'fast-check';
import { displayText } from '../../src/cells/displayText';
import { rowWidth } from '../../src/cells/podScreen';
import type { Block, ToolBlock } from '../../src/conversation/conversation';
import { layoutBlock } from '../../src/conversation/layoutBlock';
import { LOOK, styled, textOf } from './conversationFixtures';

const rows = (block: Block, isOpen = false, width = 40) => textOf(layoutBlock(block, { width, look: LOOK, isOpen }));

const tool = (over: Partial<ToolBlock> = {}): ToolBlock => ({
  kind: 'tool',
  id: '0',
  callId: 'c',
  name: 'Bash',
  title: null,
  toolKind: null,
  status: 'completed',
  arguments: '{"command":"ls src","n":1}',
  summary: 'exit 0',
  output: 'main.ts\n',
  changes: [],
  locations: [],
  asked: false,
  permission: null,
  nested: [],
  ...over,
});

const edit = tool({
  name: 'edit',
  title: 'Edit a.ts',
  toolKind: 'edit',
  locations: ['a.ts'],
  summary: 'Edit a.ts',
  arguments: '{"path":"a.ts","text":"a\\nB\\nc"}',
  output: '--- a.ts\n+++ a.ts\n-b\n+B',
  changes: [{ path: 'a.ts', before: 'a\nb\nc\n', after: 'a\nB\nc\n' }],
});

describe('layoutBlock', () => {
  test.each<[string, Block, readonly string[]]>([
    ['the user', { kind: 'user', id: '0', text: 'one\n\n*two*' }, ['> one', '  ', '  *two*']],
    ['an answer', { kind: 'assistant', id: '0', text: '**a**\n- b', growing: false }, ['  a', '  ', '  • b']],
    ['a thought', { kind: 'thinking', id: '0', text: '\n**Plan**\nmore', growing: false }, ['▸ thought Plan']],
    ['what is being thought', { kind: 'thinking', id: '0', text: 'one\ntwo', growing: true }, ['▸ thinking… two']],
    ['a thought that is not told', { kind: 'thinking', id: '0', text: ' ', growing: false }, []],
    ['a system item of one line', { kind: 'system', id: '0', title: 'interrupt', text: 'stop' }, ['# interrupt stop']],
    ['a longer one', { kind: 'system', id: '0', title: '@a', text: 'x\ny' }, ['▸ @a x']],
    ['a failure', { kind: 'error', id: '0', text: 'rate\nlimit' }, ['! rate', '  limit']],
    ['a failure without words', { kind: 'error', id: '0', text: '' }, ['! The turn failed.']],
    ['a notice', { kind: 'notice', id: 'n0', level: 'warn', text: 'slow' }, ['· slow']],
    ['the end of a turn', { kind: 'turn', id: '0', result: 'finished' }, ['─'.repeat(40)]],
    ['a cancelled turn', { kind: 'turn', id: '0', result: 'cancelled' }, [`── cancelled ${'─'.repeat(27)}`]],
    [
      'a plan',
      {
        kind: 'plan',
        id: '0',
        entries: [
          { content: 'a', status: 'completed' },
          { content: 'b', status: 'in_progress' },
          { content: 'c', status: 'pending' },
        ],
      },
      ['  Plan 1/3', '  ☑ a', '  ▶ b', '  ☐ c'],
    ],
    ['a call', tool(), ['▸ ✓ Bash ls src · exit 0']],
    ['a call by its title, whose summary says the same', edit, ['▸ ✓ Edit a.ts']],
    [
      'a call by its path, not by the content before it',
      tool({ name: 'Write', arguments: '{"content":"# Title","file_path":"docs/a.md"}', summary: null }),
      ['▸ ✓ Write docs/a.md'],
    ],
    [
      'a call by its command, not by its description',
      tool({ arguments: '{"description":"Lists","command":"ls -l"}', summary: null }),
      ['▸ ✓ Bash ls -l'],
    ],
    ['a running call', tool({ status: 'running', summary: null }), ['▸ ◐ Bash ls src']],
    ['a call that is coming', tool({ status: 'pending', arguments: null, summary: null }), ['▸ ○ Bash']],
    [
      'a call that waits',
      tool({ status: 'pending', asked: true, summary: null }),
      ['▸ ? Bash ls src · waits for your permis…'],
    ],
    ['a call that failed', tool({ status: 'failed', summary: 'exit 1' }), ['▸ ✗ Bash ls src · exit 1']],
    [
      'a call without a result',
      tool({ status: 'failed', summary: null, output: null }),
      ['▸ ✗ Bash ls src · no result'],
    ],
    [
      'a call that failed with its words between fences',
      tool({ status: 'failed', summary: null, output: '```\n```console\nno such file\n```' }),
      ['▸ ✗ Bash ls src · no such file'],
    ],
    ['a call whose arguments are no JSON', tool({ arguments: 'ls -l\nx' }), ['▸ ✓ Bash ls -l · exit 0']],
  ])('%s', (_, block, expected) => {
    expect(rows(block)).toEqual(expected);
  });

  test('opened: a thought, a system item', () => {
    expect(rows({ kind: 'thinking', id: '0', text: '**Plan**\nmore', growing: false }, true)).toEqual([
      '▾ thought',
      '  Plan',
      '  more',
    ]);
    expect(rows({ kind: 'system', id: '0', title: '@a', text: 'x\ny' }, true)).toEqual(['▾ @a', '  x', '  y']);
  });

  test('an open call shows arguments and output', () => {
    expect(rows(tool({ toolKind: 'execute', permission: { answer: 'allow_once', name: null } }), true)).toEqual([
      '▾ ✓ Bash ls src · exit 0',
      '    execute · allowed once',
      '    command: ls src',
      '    n: 1',
      '    main.ts',
    ]);
  });

  test('an open edit shows its change once, coloured, with the path', () => {
    expect(rows(edit, true)).toEqual([
      '▾ ✓ Edit a.ts',
      '    edit · a.ts',
      '    path: a.ts',
      '    text: 3 lines',
      '    a.ts +1 -1',
      '      a',
      '    - b',
      '    + B',
      '      c',
    ]);
    const laidOut = layoutBlock(edit, { width: 40, look: LOOK, isOpen: true });
    expect(styled(laidOut, 'added')).toEqual([' +1', '+ ', 'B']);
    expect(styled(laidOut, 'removed')).toEqual([' -1', '- ', 'b']);
  });

  test('a new file is one, and output that is a diff is coloured as one', () => {
    const made = tool({ changes: [{ path: 'n', before: null, after: 'x' }], output: null, arguments: '{}' });
    expect(rows(made, true).slice(1)).toEqual(['    n (new file) +1 -0', '    + x']);
    const diff = tool({ output: 'diff --git a b\n@@ -1 +1 @@\n-old\n+new\n same', arguments: '{}' });
    const laidOut = layoutBlock(diff, { width: 40, look: LOOK, isOpen: true });
    expect(styled(laidOut, 'added')).toEqual(['+new']);
    expect(styled(laidOut, 'removed')).toEqual(['-old']);
  });

  test('of endless output the beginning and the end are shown, and how much is not', () => {
    const output = Array.from({ length: 50_000 }, (_, i) => `${i}`).join('\n');
    const open = rows(tool({ output, arguments: '{}' }), true);
    expect(open.length).toBeLessThan(1100);
    expect(open[1]).toBe('    0');
    expect(open.at(-1)).toBe('    49999');
    expect(open.some((row) => /… \d+ more lines …/.test(row))).toBe(true);
    const line = rows(tool({ output: 'x'.repeat(1_000_000), arguments: '{}' }), true);
    expect(line.length).toBeLessThan(200);
    expect(rows({ kind: 'user', id: '0', text: 'y'.repeat(3_000_000) }).length).toBeLessThan(10_000);
  });

  test('any block at any width: rows fit and are safe; hostile words change nothing around them', () => {
    const hostile = fc.array(
      fc.constantFrom(
        '{bold}',
        '\x1b[31m',
        '\x1b]0;x\x07',
        '\u202e',
        '\r',
        '\n',
        '\t',
        '漢',
        '👍🏽',
        'word ',
        '\x9b2J',
        '```',
      ),
      { maxLength: 20 },
    );
    const block: fc.Arbitrary<Block> = fc.tuple(hostile, fc.nat(8)).map(([words, kind]) => {
      const text = words.join('');
      const blocks: readonly Block[] = [
        { kind: 'user', id: '0', text },
        { kind: 'assistant', id: '0', text, growing: true },
        { kind: 'thinking', id: '0', text, growing: true },
        { kind: 'system', id: '0', title: text, text },
        { kind: 'error', id: '0', text },
        { kind: 'notice', id: '0', level: 'info', text },
        { kind: 'plan', id: '0', entries: [{ content: text, status: text }] },
        tool({ name: text, title: text, arguments: text, output: text, summary: text, locations: [text] }),
        tool({
          name: text,
          arguments: JSON.stringify({ [text]: text }),
          changes: [{ path: text, before: text, after: 'x' }],
        }),
      ];
      return blocks[kind] ?? tool();
    });
    fc.assert(
      fc.property(block, fc.integer({ min: 16, max: 90 }), fc.boolean(), (each, width, isOpen) => {
        const laidOut = layoutBlock(each, { width, look: LOOK, isOpen });
        for (const row of laidOut) expect(rowWidth(row)).toBeLessThanOrEqual(width);
        for (const text of textOf(laidOut)) expect(displayText(text)).toBe(text);
      }),
      { numRuns: 400 },
    );
  });
});
