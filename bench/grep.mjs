// From the command to its end over 1 GB of recordings: a text that is nowhere, one that is in each, and the memory of it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { makeBenchHome, storeStoppedPods } from './benchHome.mjs';
import { figure } from './figure.mjs';
import { nodeFloor } from './processCost.mjs';
import { interleaved, now } from './statistics.mjs';

const PODS = 200;
const BYTES_EACH = 5 * 1024 * 1024;

export const title = 'grep, 1 GB of recordings of 200 stopped Pods';

export async function run({ rounds = 7 }) {
  const home = makeBenchHome();
  storeStoppedPods(home, PODS);
  fs.readdirSync(path.join(home.directory, 'sessions')).forEach((session, index) => {
    const directory = path.join(home.directory, 'sessions', session);
    const [log = ''] = fs.readdirSync(directory);
    fs.writeFileSync(path.join(directory, log.replace(/\.jsonl$/, '.cast')), recording(index));
  });
  let peak = 0;
  const timed = (text, expected) => async () => {
    const from = now();
    const { lines, bytes } = await grep(home, text);
    if (lines !== expected) throw new Error(`grep ${text} found ${lines} lines, not ${expected}`);
    peak = Math.max(peak, bytes);
    return now() - from;
  };
  const samples = await interleaved(
    {
      'node -e 0': () => nodeFloor(home.env),
      'a text that is nowhere': timed('nowhere', 0),
      'one line in each': timed('needle of', PODS),
    },
    rounds,
  );
  await home.close();
  const beside = { name: 'node -e 0', samples: samples['node -e 0'] };
  const figures = Object.entries(samples).map(([what, values]) =>
    figure({ row: 'grep', what, samples: values, ...(what !== beside.name && { beside }) }),
  );
  return [...figures, figure({ row: 'grep', what: 'most memory (RSS)', unit: 'MB', samples: [peak / 1024 / 1024] })];
}

function recording(index) {
  const lines = [`${JSON.stringify({ version: 2, width: 100, height: 30, timestamp: 1_780_000_000 + index })}\n`];
  let bytes = 0;
  for (let n = 0; bytes < BYTES_EACH; n++) {
    const text = `\x1b[32mcompile\x1b[0m step ${n} of build ${index}: src/file${n % 97}.ts\r\nit says something more, in plain words\r\n`;
    const line = `[${(n / 5).toFixed(3)}, "o", ${JSON.stringify(text)}]\n`;
    lines.push(line);
    bytes += line.length;
  }
  lines.push(`[9999.000, "o", "the nee\\u001b[1mdle of ${index}\\r\\n"]\n`);
  return lines.join('');
}

/** How many lines came, and the most memory it had at any of the looks. */
function grep(home, text) {
  return new Promise((resolve, reject) => {
    const [program, ...words] = home.podwatch('grep', text);
    const child = spawn(program, words, { env: home.env, stdio: ['ignore', 'pipe', 'inherit'] });
    let lines = 0;
    let bytes = 0;
    child.stdout.on('data', (chunk) => {
      lines += chunk.toString('latin1').split('\n').length - 1;
    });
    const look = setInterval(() => {
      try {
        const kilobytes = /^VmHWM:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1] ?? 0;
        bytes = Math.max(bytes, Number(kilobytes) * 1024);
      } catch {
        // It has ended.
      }
    }, 50);
    child.on('error', reject);
    child.on('close', () => {
      clearInterval(look);
      resolve({ lines, bytes });
    });
  });
}
