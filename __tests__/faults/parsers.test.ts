// Every parser of what comes from disk, socket or keyboard: whatever it is given it gives a value, within its bounds, and never throws.
import fc from 'fast-check';
import { displayText } from '../../src/cells/displayText';
import { createInputDecoder } from '../../src/input/inputDecoder';
import { StreamScanner } from '../../src/pod/terminal/streamScanner';
import { parseElicitation, parsePermissionAsk } from '../../src/protocol/agentAsk';
import { parseOptions } from '../../src/protocol/agentOptions';
import { parseAgentUpdate } from '../../src/protocol/agentUpdate';
import { parseCastEvent, parseCastHeader } from '../../src/protocol/castEvent';
import { LineDecoder } from '../../src/protocol/lineDecoder';
import { parseLogLine } from '../../src/protocol/logEntry';
import { parseLoggedItem, parseSystemItem } from '../../src/protocol/loggedItem';
import { parsePodHolder } from '../../src/protocol/podHolder';
import { parsePodMetadata } from '../../src/protocol/podMetadata';
import { parsePodOrder, parseReadyWord } from '../../src/protocol/podOrder';
import { formatRegistryTable, parseRegistryTable } from '../../src/protocol/registryTable';
import { decodeExit, decodeResize, encodeFrame, FrameDecoder } from '../../src/protocol/terminalFrame';
import { parseWireEvent } from '../../src/protocol/wireEvent';
import { parseWireMethod } from '../../src/protocol/wireMethod';
import { SEED, Tally } from '../fixtures/campaign';
import seeds from './seeds.json';

/** Whole records that are well formed: what is fuzzed comes from them, too. */
const SAMPLES: readonly string[] = [
  '{"allocations":[{"pod_name":"a","pid":7,"socket":"/run/a/sock","scope_allow":[],"scope_deny":[],"delegated_from":null,"segment_id":"s"}]}',
  '{"pod_name":"a","active":{"session_id":"s","segment_id":"g"},"resolved_manifest_snapshot":{"podwatch":{"kind":"terminal","argv":["sh"],"cwd":"/"}}}',
  '{"pid":7,"startTime":"1","socket":"/run/a/sock","host":"h","bootId":"b","pidNamespace":"pid:[1]"}',
  '{"kind":"segment_start","ts":1,"session_id":"s","system_prompt":null,"config":{},"history":[]}',
  '{"kind":"assistant_item","ts":2,"item":{"kind":"message","role":"assistant","content":[{"kind":"text","text":"t"}]}}',
  '{"event":"snapshot","data":{"entries":[],"greeting":{"pod_name":"a","cwd":"/","extensions":["terminal"]},"status":"idle"}}',
  '{"event":"status","data":{"status":"running","attention":{"kind":"bell","message":"m","permissions":1,"since":1}}}',
  '{"event":"permission_request","data":{"id":"1","tool_call_id":"c","title":"t","answers":["allow_once"],"since":1}}',
  '{"method":"attach_terminal","params":{"cols":80,"rows":24,"read_only":true}}',
  '{"method":"run","params":{"input":[{"kind":"text","content":"x"}]}}',
  '{"version":2,"width":80,"height":24,"timestamp":1}',
  '[1.5,"o","text"]',
];

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '\u001b]0;x\u0007',
    '\u009b2J',
    '\u202e',
    '\ud800',
    '__proto__',
    'constructor',
    '',
    '9'.repeat(400),
    '-0',
    'NaN',
  ),
);
const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 });
/** A sample with some of its bytes changed, or some of its values. */
const mutated = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.array(fc.tuple(fc.nat(400), hostileText), { maxLength: 4 }), json)
  .chain(([sample, cuts, value]) => {
    const cut = cuts.reduce(
      (text, [at, put]) =>
        text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + put.length),
      sample,
    );
    const replaced = JSON.stringify(replaceOne(JSON.parse(sample), value, cuts[0]?.[0] ?? 0));
    return fc.constantFrom(cut, replaced);
  });
const text = fc.oneof(
  hostileText,
  json.map((value) => JSON.stringify(value)),
  mutated,
);

/** Puts the value in place of the n-th that there is, however deep. */
function replaceOne(whole: unknown, value: unknown, n: number): unknown {
  let left = n % 12;
  const walk = (part: unknown): unknown => {
    if (left-- === 0) return value;
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(whole);
}

const byText: Readonly<Record<string, (given: string) => unknown>> = {
  parseRegistryTable: (given) => {
    const table = parseRegistryTable(given);
    if (!table.ok) return;
    // What was read can be written, is read as the same again and written as the same: `-0` is no other number in JSON.
    const written = formatRegistryTable(table.value.allocations, table.value);
    const again = parseRegistryTable(written);
    expect(again.ok && formatRegistryTable(again.value.allocations, again.value)).toBe(written);
  },
  parsePodMetadata,
  parsePodHolder,
  parsePodOrder,
  parseReadyWord,
  parseLogLine,
  parseCastHeader,
  parseCastEvent: (given) => parseCastEvent(given, 0),
  parseWireEvent,
  parseWireMethod,
  displayText: (given) =>
    expect(displayText(given)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/),
};
const byValue: Readonly<Record<string, (given: unknown) => unknown>> = {
  parseAgentUpdate,
  parseOptions,
  parsePermissionAsk: (given) => parsePermissionAsk(given, 'x'),
  parseElicitation,
  parseLoggedItem,
  parseSystemItem,
};

/** Bytes in chunks that end anywhere. */
const chunks = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    text.map((each) => Buffer.from(each)),
  ),
  { maxLength: 12 },
);
const byChunks: Readonly<Record<string, (given: readonly Uint8Array[]) => unknown>> = {
  LineDecoder: (given) => {
    const decoder = new LineDecoder(300);
    for (const chunk of given) {
      decoder.push(Buffer.from(chunk));
      for (let next = decoder.nextLine(); next !== null; next = decoder.nextLine())
        if (next !== 'overflow') parseWireEvent(next.line);
    }
  },
  FrameDecoder: (given) => {
    const decoder = new FrameDecoder();
    for (const chunk of [...given, encodeFrame(17, Buffer.from('abcd'))]) {
      decoder.push(Buffer.from(chunk));
      for (let next = decoder.nextFrame(); next !== null; next = decoder.nextFrame()) {
        if (next === 'overflow') return;
        decodeResize(next.payload);
        decodeExit(next.payload);
      }
    }
  },
  StreamScanner: (given) => {
    const scanner = new StreamScanner();
    const parts = [...given.flatMap((chunk) => [...scanner.scan(Buffer.from(chunk))]), ...scanner.flush()];
    // Nothing is made up, and nothing is lost.
    expect(Buffer.concat(parts.map(({ bytes }) => bytes)).equals(Buffer.concat(given))).toBe(true);
  },
  InputDecoder: (given) => {
    const decoder = createInputDecoder();
    for (const chunk of given) decoder.feed(chunk);
    decoder.flush();
  },
};

const ATTACKS: readonly [string, fc.IAsyncPropertyWithHooks<unknown> | fc.IProperty<unknown>][] = [
  ...Object.entries(byText).map(
    ([name, parse]) => [name, fc.property(text, (given) => void parse(given))] as [string, fc.IProperty<unknown>],
  ),
  ...Object.entries(byValue).map(
    ([name, parse]) => [name, fc.property(json, (given) => void parse(given))] as [string, fc.IProperty<unknown>],
  ),
  ...Object.entries(byChunks).map(
    ([name, parse]) => [name, fc.property(chunks, (given) => void parse(given))] as [string, fc.IProperty<unknown>],
  ),
];

const SHARE = 0.15 / ATTACKS.length;

test.each(ATTACKS)('%s', async (name, property) => {
  const tally = new Tally(`fuzz: ${name}`, SHARE);
  // What has once been bad comes first.
  const saved = new Map<string, readonly number[]>(Object.entries(seeds)).get(name) ?? [];
  for (let seed = SEED, round = 0; round === 0 || tally.hasTime; round += 1, seed += 1) {
    const given = round < saved.length ? (saved[round] ?? seed) : seed;
    await tally.try(`seed ${given}`, async () => {
      const result = await fc.check(property, { seed: given, numRuns: 300 });
      tally.count(result.numRuns - 1);
      return result.failed ? [fc.defaultReportMessage(result) ?? 'bad'] : [];
    });
  }
  tally.end();
});
