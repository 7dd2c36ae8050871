// What is read without the schemas is what the schemas read, of a Pod of ours and of whatever else may stand there.
import fc from 'fast-check';
import { eventBySchema } from '../../src/protocol/eventBySchema';
import { isPlainAllocation } from '../../src/protocol/isPlainAllocation';
import { plainEvent } from '../../src/protocol/plainEvent';
import { allocationBySchema } from '../../src/protocol/registrySchemas';

/** Fields as they are, some of them missing, of another kind, or with others beside them. */
function bent(fields: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  const odd = fc.constantFrom<unknown>(null, -1, 1.5, '', 'x', true, [], [0], ['x'], {}, { name: 'x' });
  const each = Object.entries(fields).map(([key, value]) => {
    const usual = isFields(value) ? bent(value) : fc.constant(value);
    const kept = usual.map((found) => [[key, found]] as const);
    const other = fc.oneof(
      odd.map((found) => [[key, found]] as const),
      fc.constant([]),
    );
    return fc.oneof({ weight: 12, arbitrary: kept }, { weight: 1, arbitrary: other });
  });
  const more = fc.oneof(
    { weight: 12, arbitrary: fc.constant([]) },
    fc.constantFrom('__proto__', 'constructor', 'prototype', 'other').map((key) => [[key, { title: 'x' }]] as const),
  );
  const whole = fc.tuple(...each, more).map((parts) => asJson(parts.flat()));
  return fc.oneof({ weight: 30, arbitrary: whole }, odd);
}

/** As it comes out of a JSON text: there `__proto__` is a field like any other. */
function asJson(fields: readonly (readonly [string, unknown])[]): unknown {
  return JSON.parse(`{${fields.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`);
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const status = {
  ...{ status: 'running', since: 5, reason: 'output', title: 'vim', said: true, faults: ['full'] },
  output: { at: 6, line: 'text', bytes: 7 },
  attention: { kind: 'bell', message: 'ding', permissions: 0, since: 5 },
};
const greeting = {
  ...{ pod_name: 'demo', cwd: '/w', model: 'terminal', extensions: ['terminal', 'status'], tools: [], protocol: 1 },
  ...{ started_at: 1780121990000, shown_in: [{ name: 'outer', socket: '/s' }], command: ['vim'] },
};
const USUAL: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  snapshot: { entries: [{ kind: 'x' }], greeting, ...status, in_flight: null },
  status,
  user_message: { segments: [{ kind: 'text', content: 'hello' }], request_id: 'r1', interjected: true },
  error: { code: 'busy', message: 'no', request_id: 'r1' },
  terminal_attached: { cols: 80, rows: 24, token: 't', life: 'l', output: 1, input: 0, from: 'screen' },
};
const EVENTS = Object.entries(USUAL);

it.each(EVENTS)('%s is read without its schema', (event, data) => {
  const message = { event, data };
  expect(eventBySchema(event, message)).toEqual({ ok: true, value: plainEvent(message) });
});

it.each(EVENTS)('%s that is read without its schema is what the schema reads', (event, data) => {
  fc.assert(
    fc.property(bent(data), (found) => {
      const message = { event, data: found };
      const plain = plainEvent(message);
      if (plain !== null) expect({ ok: true, value: plain }).toEqual(eventBySchema(event, message));
    }),
    { numRuns: 400 },
  );
});

it('a Pod that says nothing of its state is read as the schema reads it', () => {
  const { pod_name, cwd, model, extensions } = greeting;
  const message = { event: 'snapshot', data: { entries: [], greeting: { pod_name, cwd, model, extensions } } };
  expect(plainEvent(message)).not.toBeNull();
  expect(eventBySchema('snapshot', message)).toEqual({ ok: true, value: plainEvent(message) });
});

const allocation = {
  ...{ pod_name: 'demo', pid: 4711, socket: '/run/demo/sock', delegated_from: null, segment_id: 's1', other: 1 },
  ...{ scope_deny: [], start_time: '12', boot_id: 'b' },
};
const rule = { target: '/w', permission: 'write', recursive: true };

it('a record of the registry that is read without its schema is what the schema reads', () => {
  const record = { ...allocation, scope_allow: [rule] };
  expect(isPlainAllocation(record)).toBe(true);
  const names = fc.constantFrom<unknown>('demo', '..', '', 'a/b', 1);
  const sockets = fc.constantFrom<unknown>('/run/demo/sock', 'sock', '/s\0', `/${'x'.repeat(200)}`);
  const some = fc.tuple(bent(allocation), fc.array(bent(rule), { maxLength: 2 }), names, sockets, fc.nat(3));
  fc.assert(
    fc.property(some, ([found, scope_allow, pod_name, socket, which]) => {
      const base = isFields(found) ? found : {};
      const one = { ...base, scope_allow, ...(which === 1 && { pod_name }), ...(which === 2 && { socket }) };
      if (isPlainAllocation(one)) expect(allocationBySchema(one)).toEqual({ ok: true, value: one });
    }),
    { numRuns: 1000 },
  );
});
