// A Pod that speaks nothing but the plain live protocol, with a long past in one line: listed, attached, shown, sent to.
import { type PlainPod, startPlainPod } from '../fixtures/plainPod';
import { CLI, makeTempHome, type TempHome } from '../fixtures/tempHome';
import { type DrivenTerminal, startTerminal } from '../fixtures/terminalDriver';
import { until } from '../fixtures/until';

let home: TempHome;
let pod: PlainPod;
let terminal: DrivenTerminal | null = null;

/** About 20 MB in one line. */
const ENTRIES = [
  { kind: 'segment_start', ts: 1, session_id: 's', system_prompt: null, config: { stop_sequences: [] }, history: [] },
  ...Array.from({ length: 2000 }, (_, i) => ({
    kind: 'assistant_item',
    ts: 2 + i,
    item: { kind: 'message', role: 'assistant', content: [{ kind: 'text', text: `${i} ${'x'.repeat(10_000)}` }] },
  })),
  { kind: 'user_input', ts: 3000, segments: [{ kind: 'text', content: 'the last question' }] },
  { kind: 'run_completed', ts: 3001, interrupted: false, result: 'finished' },
];

beforeEach(async () => {
  home = makeTempHome();
  pod = await startPlainPod(home.paths, 'plain', ENTRIES);
});
afterEach(async () => {
  await terminal?.close();
  await pod.close();
  await home.close();
});

function start(...args: string[]): DrivenTerminal {
  terminal = startTerminal([process.execPath, CLI, ...args], { env: home.env, cols: 80, rows: 24 });
  return terminal;
}

it('is live, shown in a tile and in its view, and takes what is written', async () => {
  // Its status stands there where it has said it soon enough.
  await until(async () => /^plain +\[live idle\]/m.test((await home.podwatch(['ls'])).stdout));
  const dashboard = start();
  await dashboard.waitForScreen((text) => /╔═ ○ plain/.test(text) && text.includes('the last question'));
  dashboard.send('\r');
  await dashboard.waitForScreen((text) => text.includes('> Write to plain') && text.includes('the last question'));
  dashboard.send('hello\r');
  await dashboard.waitForScreen((text) => /^ {2}echo: hello *$/m.test(text) && text.includes('> Write to plain'));
  dashboard.send('\t/early warning\r');
  await dashboard.waitForScreen(/· an early warning/);
  dashboard.send('\u001cq');
  expect(await dashboard.exit).toEqual({ code: 0, signal: null });
  expect(pod.taken).toEqual(['hello']);
});

it('is attached alone, and sent to from outside meanwhile', async () => {
  const attached = start('attach', 'plain');
  await attached.waitForScreen(/> Write to plain/);
  expect(await home.podwatch(['send', 'plain', 'from outside'])).toMatchObject({ code: 0 });
  expect(await home.podwatch(['send', 'plain', '--wait', 'and wait'])).toMatchObject({ stdout: 'echo: and wait\n' });
  await attached.waitForScreen((text) => text.includes('echo: from outside') && text.includes('echo: and wait'));
  attached.send('\u001c');
  expect(await attached.exit).toEqual({ code: 0, signal: null });
  expect(pod.taken).toEqual(['from outside', 'and wait']);
});
