// Standard output and standard error as commands write to them: made as a stream only where that is needed.
import { fstatSync, writeSync } from 'node:fs';
import type { TtyOutput } from '../terminal/takeTerminal';

type OutputName = 'stdout' | 'stderr';

const DESCRIPTORS = { stdout: 1, stderr: 2 } as const;

/** Who writes again and again gets Node's stream, which waits for a slow reader without keeping all else waiting. */
const DIRECT_WRITES = 8;

/** Each is watched once, and made once. */
const streams = new Map<OutputName, TtyOutput>();
const outputs = new Map<OutputName, TtyOutput>();

/** As Node makes it. Somebody who reads standard output no more ends the process. */
export function standardStream(name: OutputName): TtyOutput {
  const known = streams.get(name);
  if (known !== undefined) return known;
  const stream: TtyOutput = process[name];
  stream.on('error', name === 'stdout' ? endOnLostOutput : dropLostWords);
  streams.set(name, stream);
  return stream;
}

/**
 * A terminal is the stream that Node makes. A pipe or a file takes what is written at once, as it would from Node's stream; for that
 * nothing of streams and sockets is loaded, which takes longer than most commands do. Whatever else is asked of it is asked of Node's.
 */
export function standardOutput(name: OutputName): TtyOutput {
  const known = outputs.get(name);
  if (known !== undefined) return known;
  // Nobody asks standard error what it is.
  const isPlain = name === 'stderr' || isPipeOrFile(DESCRIPTORS.stdout);
  const output = isPlain ? plainOutput(name) : standardStream(name);
  outputs.set(name, output);
  return output;
}

/**
 * Ends the process with all that it still has open, for a command of which nothing goes on: to take it down piece by piece takes as
 * long as a tenth of such a command. Where something written still waits, it ends by itself.
 */
export function endAtOnce(code: number): void {
  for (const stream of streams.values()) if (stream.writableLength > 0) return;
  process.exit(code);
}

function isPipeOrFile(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFIFO() || stats.isSocket() || stats.isFile();
  } catch {
    return false;
  }
}

function plainOutput(name: OutputName): TtyOutput {
  const fd = DESCRIPTORS[name];
  let writes = 0;
  const write = (text: string | Uint8Array): boolean => {
    writes += 1;
    // What Node's stream has taken already goes first.
    if (streams.has(name) || writes > DIRECT_WRITES) return standardStream(name).write(text);
    const rest = writeNow(fd, typeof text === 'string' ? Buffer.from(text) : text);
    return rest === null || standardStream(name).write(rest);
  };
  const own: Readonly<Record<PropertyKey, unknown>> = { fd, write, isTTY: undefined, columns: undefined };
  const whole = (): TtyOutput => standardStream(name);
  return new Proxy<TtyOutput>(Object.create(null), {
    get: (_, key) => {
      if (key in own) return own[key];
      const value: unknown = Reflect.get(whole(), key);
      return typeof value === 'function' ? value.bind(whole()) : value;
    },
    set: (_, key, value) => Reflect.set(whole(), key, value),
    has: (_, key) => key in own || key in whole(),
  });
}

/** What could not be written now, because a pipe that must not be waited for is full; null: all is written. */
function writeNow(fd: number, bytes: Uint8Array): Uint8Array | null {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'EAGAIN') return bytes.subarray(at);
      if (fd !== DESCRIPTORS.stdout) return null;
      endOnLostOutput(error);
    }
  }
  return null;
}

/** Nobody reads standard error: the command goes on, and its exit code tells. */
function dropLostWords(): void {}

/** A reader that has seen enough (`podwatch ls | head -1`) is no error; a full disk (`podwatch ls > FILE`) is one. */
function endOnLostOutput(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit();
  // Straight to the descriptor: the process ends before a stream has written anything.
  try {
    const message = error instanceof Error ? error.message : String(error);
    writeSync(DESCRIPTORS.stderr, `podwatch: The output cannot be written: ${message}\n`);
  } catch {
    // Nobody is left to be told.
  }
  process.exit(1);
}
