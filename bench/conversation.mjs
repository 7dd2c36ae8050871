// A conversation of 10,000 turns beside one of 100: what does not grow with it must not cost more.
import { setTimeout as pause } from 'node:timers/promises';
import { makeBenchHome } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { openTerminal } from './ptyDriver.mjs';
import { listenAsPod } from './socketPod.mjs';
import { now } from './statistics.mjs';

const SHORT = 100;
const LONG = 10_000;

export const title = `conversation, ${LONG} turns beside ${SHORT}`;

const ANSWER = [
  '## What was done',
  '',
  'The **parser** now takes `unknown`, as this table says:',
  '',
  '| file | lines |',
  '|---|---|',
  '| parse.ts | 40 |',
  '',
  '```ts',
  'const parsed: unknown = JSON.parse(text);',
  '```',
  '',
  '- one\n- two\n- three, which is a longer line than the others are, so that it is wrapped somewhere in its middle',
].join('\n');

/** The first and the last words share no cell, so that a differ writes each of them as a whole. */
function turns(count) {
  return Array.from({ length: count }, (_, turn) => [
    { kind: 'user_input', ts: turn, segments: [{ kind: 'text', content: turn === 0 ? 'QQQQQQ' : `question ${turn}` }] },
    {
      kind: 'assistant_item',
      ts: turn,
      item: {
        kind: 'message',
        role: 'assistant',
        content: [{ kind: 'text', text: turn === count - 1 ? `${ANSWER}\n\nZZZZZZ` : ANSWER }],
      },
    },
  ]).flat();
}

async function measure(count, rounds) {
  const home = makeBenchHome();
  const pod = await listenAsPod(home, 'talker', turns(count));
  const samples = { open: [], jump: [], word: [] };
  const timed = async (into, act, terminal, text) => {
    // Long enough for any bound on the frame rate to be over.
    await pause(100);
    terminal.forget();
    const from = now();
    act();
    await terminal.waitFor(text);
    into.push(now() - from);
  };
  try {
    for (let round = 0; round < rounds; round++) {
      const from = now();
      const terminal = openTerminal(home.podwatch('attach', 'talker'), { env: home.env });
      await terminal.waitFor('ZZZZZZ');
      samples.open.push(now() - from);
      terminal.send('\t');
      await timed(samples.jump, () => terminal.send('g'), terminal, 'QQQQQQ');
      await timed(samples.jump, () => terminal.send('G'), terminal, 'ZZZZZZ');
      pod.say({ event: 'turn_start', data: { turn: count } });
      for (const word of ['WWWWWW', 'VVVVVV', 'YYYYYY']) {
        const say = () => pod.say({ event: 'text_delta', data: { text: `${word}\n\n` } });
        await timed(samples.word, say, terminal, word);
      }
      await terminal.close();
    }
  } finally {
    pod.close();
    await home.close();
  }
  return samples;
}

export async function run({ rounds = 7 }) {
  const short = await measure(SHORT, rounds);
  const long = await measure(LONG, rounds);
  const rows = {
    open: 'attach to its last words',
    jump: 'a key to the other end',
    word: 'a word of an answer → cells',
  };
  return Object.entries(rows).flatMap(([key, what]) => [
    figure({ row: 'conversation', what: `${what}: ${SHORT}`, samples: short[key] }),
    figure({
      row: 'conversation',
      what: `${what}: ${LONG}`,
      samples: long[key],
      beside: { name: `${SHORT} turns`, samples: short[key] },
      target: key === 'open' ? { most: 1.5, of: 'ratio' } : null,
    }),
  ]);
}
