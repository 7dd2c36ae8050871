// The process of one live Pod: reads its order from standard input, says its one word, runs until its program ends.
import { closeSync, writeSync } from 'node:fs';
import path from 'node:path';
import { useCompileCache } from '../loading/compileCache';
import { READY_TIMEOUT_MS } from '../protocol/orderBounds';
import type { Parsed } from '../protocol/parsed';
import { type PodOrder, parsePodOrder, type ReadyWord } from '../protocol/podOrder';
import { errorText } from '../store/fileErrors';
import type { Claimed } from '../store/registerPod';
import { closeInherited } from './closeInherited';
import { PodOwner } from './podOwner';

const READY_FD = 3;
/** The line to the owner, where the order says that there is one. */
const OWNER_FD = 4;
/** When what a start needs has run, ms: what is compiled later no start is in a hurry for. */
const KEPT_AFTER_MS = 1000;
/** An environment has a few MB at most, and JSON may need twice as much. */
const MAX_ORDER_BYTES = 16 * 1024 * 1024;

async function main(): Promise<number> {
  process.umask(0o077);
  const keepCompiled = useCompileCache(process.env, path.dirname(__dirname));
  // It goes to a file: a full disk costs its words, never the Pod.
  process.stderr.on('error', () => {});
  const order = await readOrder();
  closeInherited(order.ok && order.value.owned === true ? OWNER_FD : READY_FD);
  if (!order.ok) return refuse(`The order of the Pod cannot be read: ${order.error}`);
  process.title = `podwatch: ${order.value.name}`;
  // Caught before the program runs: a signal in between must not leave it without its Pod.
  const stop: { pod: RunningPod | null; asked: AbortController } = { pod: null, asked: new AbortController() };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      stop.asked.abort();
      stop.pod?.stop();
    });
  }
  const started = await startPod(order.value, stop.asked.signal);
  if (!started.ok) return refuse(started.error, started.taken);
  stop.pod = started.value;
  if (stop.asked.signal.aborted) stop.pod.stop();
  setTimeout(keepCompiled, KEPT_AFTER_MS).unref();
  await started.value.ended;
  return 0;
}

/** A Pod that is up, whatever it holds. */
interface RunningPod {
  readonly socketPath: string;
  /** Resolves when nothing of it is left. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** Loads only what this kind of Pod needs: it would stay in memory as long as the Pod lives. */
async function startPod(order: PodOrder, stopped: AbortSignal): Promise<Claimed<RunningPod>> {
  const env = order.starter?.env ?? process.env;
  if (order.kind === 'terminal') {
    const { LiveTerminalPod } = await import('./terminal/liveTerminalPod');
    const owner = order.owned === true ? PodOwner.onDescriptor(OWNER_FD) : null;
    return LiveTerminalPod.start({ order, env, owner, runs: sayReady });
  }
  const { LiveAgentPod } = await import('./agent/liveAgentPod');
  const started = await LiveAgentPod.start(order, env, stopped);
  if (started.ok) sayReady(started.value.socketPath);
  return started;
}

function refuse(message: string, taken = false): number {
  sayWord({ kind: 'refused', message, taken });
  return 1;
}

/** Its starter goes on while the rest of the Pod is made: they meet at its socket. */
function sayReady(socketPath: string): void {
  sayWord({ kind: 'ready', socketPath });
}

let isWordSaid = false;

/** A starter that has gone meanwhile does not matter: the Pod lives on without it. */
function sayWord(word: ReadyWord): void {
  // Its descriptor may be another file's by now.
  if (isWordSaid) return void process.stderr.write(`${JSON.stringify(word)}\n`);
  isWordSaid = true;
  try {
    writeSync(READY_FD, `${JSON.stringify(word)}\n`);
    closeSync(READY_FD);
  } catch (error) {
    process.stderr.write(`The ready word could not be said: ${errorText(error)}\n`);
  }
}

async function readOrder(): Promise<Parsed<PodOrder>> {
  const input = process.stdin;
  // A starter that never closes its end must not leave a nameless process behind.
  const timer = setTimeout(() => input.destroy(new Error('it did not come in time')), READY_TIMEOUT_MS);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of input) {
      const part = Buffer.from(chunk);
      chunks.push(part);
      bytes += part.length;
      if (bytes > MAX_ORDER_BYTES) return { ok: false, error: 'it is too long' };
    }
    return parsePodOrder(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    return { ok: false, error: errorText(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** Where nothing is left that could settle what is waited for, Node ends the process without a word, as if the program had ended. */
function sayUndone(): void {
  process.exitCode = refuse('It ended before it was done, by a fault of podwatch.');
}

process.once('beforeExit', sayUndone);
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
