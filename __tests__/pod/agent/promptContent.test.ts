// Input segments as an agent is given them.
import { promptContent } from '../../../src/pod/agent/promptContent';

const text = (content: string) => ({ kind: 'text', content });

it.each([
  ['one text', [text('hi')], [{ type: 'text', text: 'hi' }]],
  [
    'neighbours joined',
    [text('a'), { kind: 'paste', id: 1, chars: 1, lines: 1, content: 'b' }],
    [{ type: 'text', text: 'ab' }],
  ],
  [
    'a file as a link, relative to the directory of the Pod',
    [text('List '), { kind: 'file_ref', path: 'src/a b' }],
    [
      { type: 'text', text: 'List ' },
      { type: 'resource_link', name: 'src/a b', uri: 'file:///w/src/a%20b' },
    ],
  ],
  ['a command', [{ kind: 'workflow_invoke', slug: 'compact' }], [{ type: 'text', text: '/compact' }]],
  ['something unknown, said as such', [{ kind: 'x' }], [{ type: 'text', text: '[unknown input segment]' }]],
  ['nothing', [], []],
  ['blanks', [text(' \n')], []],
])('%s', (_, segments, blocks) => {
  expect(promptContent(segments, { cwd: '/w', takesImages: false })).toEqual(blocks);
});
