// What an agent asks, read leniently: whatever is missing, the question can be shown and answered.
import { parsePermissionAsk } from '../../src/protocol/agentAsk';

test.each([
  ['no call', {}],
  ['null in its place', { toolCall: null }],
  ['a call without an id', { toolCall: { kind: 'edit' } }],
])('%s has an id and words of ours', (_, params) => {
  expect(parsePermissionAsk(params, 'unnamed:1').call).toMatchObject({ id: 'unnamed:1', title: 'The agent asks' });
});

test('options without a name or a kind can be chosen by what they have; what has no id cannot', () => {
  const options = [{ optionId: 'a', kind: 'maybe' }, { nonsense: 1 }, { optionId: 'b', name: '', kind: null }];
  expect(parsePermissionAsk({ options }, 'x').options).toEqual([
    { id: 'a', name: 'a', kind: 'maybe' },
    { id: 'b', name: 'b', kind: 'unknown' },
  ]);
});
