// A conversation as Markdown: whole, and as it grows.
import { conversationMarkdown } from '../../src/conversation/conversationMarkdown';
import { call, conversationOf, result, said, user } from './conversationFixtures';

describe('conversationMarkdown', () => {
  test('nothing was said', () => {
    expect(conversationMarkdown(conversationOf())).toBe('');
  });

  test('all kinds of blocks, and fences that nothing inside can end', () => {
    const conversation = conversationOf(
      user('Fix *it*'),
      { kind: 'system', title: '@a', text: '```\nx\n```' },
      { kind: 'said', block: 'thinking', text: 'hm\n\nso' },
      {
        kind: 'plan',
        entries: [
          { content: 'Look', status: 'completed' },
          { content: 'Fix', status: 'pending' },
        ],
      },
      said('On it.'),
      call('a', 'Bash', '{"command":"ls"}'),
      result('a', 'exit 0', 'main.ts\n'),
      call('b', 'edit', '{"path":"x"}'),
      {
        kind: 'callDetails',
        callId: 'b',
        title: 'Edit x',
        toolKind: 'edit',
        locations: [],
        changes: [{ path: 'x', before: null, after: 'b\n' }],
      },
      result('b', 'Edit x', '--- /dev/null\n+++ x\n+b'),
      { kind: 'notice', level: 'warn', text: 'slow' },
      said('Done.'),
      { kind: 'ended', result: 'finished' },
      user('more'),
      { kind: 'failed', message: 'rate limit' },
    );
    expect(conversationMarkdown(conversation)).toBe(`## User

Fix *it*

**@a**

\`\`\`\`
\`\`\`
x
\`\`\`
\`\`\`\`

## Assistant

> *Thinking:* hm
>
> so

**Plan**

- [x] Look
- [ ] Fix

On it.

**Bash ls** (done: exit 0)

\`\`\`
command: ls
\`\`\`

\`\`\`
main.ts
\`\`\`

**Edit x** (done)

\`\`\`diff
--- /dev/null
+++ x
+b
\`\`\`

> **Warning:** slow

Done.

---

## User

more

**Error:** rate limit
`);
  });
});
