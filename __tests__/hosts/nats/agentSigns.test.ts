// When a host gives a sign of life: to who comes at once, each second to who looks at it, and else seldom.
import { AgentSigns } from '../../../src/hosts/nats/agentSigns';
import { encodeRollCall } from '../../../src/hosts/nats/fleetWire';

let given: number;
let signs: AgentSigns;
beforeEach(() => {
  jest.useFakeTimers();
  given = 0;
  signs = new AgentSigns('h1', () => {
    given += 1;
  });
  signs.begin();
});
afterEach(() => {
  signs.stop();
  jest.useRealTimers();
});

const called = (looksAt: Parameters<typeof encodeRollCall>[0]) => signs.called(Buffer.from(encodeRollCall(looksAt)));
function within(ms: number): number {
  const before = given;
  jest.advanceTimersByTime(ms);
  return given - before;
}

it('gives one each ten seconds where nobody looks', () => {
  expect(within(60_000)).toBe(6);
  expect(signs.everyMs).toBe(10_000);
});

it('gives one to whoever comes, however many they are', () => {
  signs.called(new Uint8Array());
  signs.called(new Uint8Array());
  expect(within(1000)).toBe(1);
  expect(signs.everyMs).toBe(10_000);
});

it.each<[string, 'all' | readonly string[]]>([
  ['all hosts', 'all'],
  ['this one', ['h0', 'h1']],
])('gives one at once and each second to who looks at %s, and goes on for a while', (_, looksAt) => {
  called(looksAt);
  expect(signs.everyMs).toBe(1000);
  expect(within(100)).toBe(1);
  expect(within(10_000)).toBe(10);
  // Said again while it is remembered it needs no sign of its own.
  called(looksAt);
  expect(within(100)).toBeLessThanOrEqual(1);
  expect(within(10_000)).toBe(10);
  within(10_000);
  expect(signs.everyMs).toBe(10_000);
  expect(within(60_000)).toBe(6);
});

it.each([
  ['other hosts', Buffer.from(encodeRollCall(['h2']))],
  ['words of a later version', Buffer.from('{"looksAt":7}')],
  ['what is no JSON', Buffer.from('\u0000{')],
])('is not looked at by %s', (_, data) => {
  signs.called(data);
  expect(signs.everyMs).toBe(10_000);
  expect(within(60_000)).toBeLessThanOrEqual(7);
});

it('begins anew with each connection, and ends with it', () => {
  called('all');
  signs.begin();
  expect(signs.everyMs).toBe(10_000);
  signs.called(new Uint8Array());
  signs.stop();
  expect(within(60_000)).toBe(0);
});
