// Keeps what V8 has compiled of our bundles, for releases of Node that have no compile cache of their own.
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

/** In front of the code: a checksum of it (32 bits), then what it was compiled from, as text padded with NULs. */
const HEAD_BYTES = 1024;
const CHECKSUM_BYTES = 4;

interface Unkept {
  readonly keptFile: string;
  readonly origin: string;
  readonly script: vm.Script;
}

/**
 * Bundles below `root` that are loaded from now on take their compiled code from `directory`; what is missing there, or was
 * compiled from another file, is written at the end of the process, or when what is returned is called. `directory` must be the
 * user's alone: what it holds is run as our own code. A fault costs the saved time and nothing else.
 */
export function keepCompiledCode(directory: string, root: string): () => void {
  const load = require.extensions['.js'];
  const unkept: Unkept[] = [];
  require.extensions['.js'] = (loaded, file) => {
    if (!file.startsWith(root + path.sep)) load?.(loaded, file);
    else runBundle(loaded, file, directory, unkept);
  };
  const keepAll = () => {
    for (const each of unkept.splice(0)) keep(each);
  };
  process.on('exit', keepAll);
  return keepAll;
}

/** What Node puts around a module; ours ask their `require` for little else than modules. */
const WRAP_HEAD = '(function (exports, require, module, __filename, __dirname) { ';

function runBundle(loaded: NodeJS.Module, file: string, directory: string, unkept: Unkept[]): void {
  const keptFile = path.join(directory, keptName(file));
  const origin = originOf(file);
  const cachedData = readKept(keptFile, origin);
  // Of nothing but ASCII, as the build makes it: the engine takes such bytes as they are.
  const script = new vm.Script(`${WRAP_HEAD}${readFileSync(file, 'latin1')}\n})`, {
    filename: file,
    columnOffset: -WRAP_HEAD.length,
    ...(cachedData !== null && { cachedData }),
  });
  if (cachedData === null || script.cachedDataRejected) unkept.push({ keptFile, origin, script });
  const run: unknown = script.runInThisContext();
  if (typeof run !== 'function') throw new TypeError(`${file} is no module`);
  const { cache, main, resolve } = require;
  const own = Object.assign((id: string): unknown => loaded.require(id), { cache, main, resolve });
  run.call(loaded.exports, loaded.exports, own, loaded, file, path.dirname(file));
}

/** Several installations, each with the same names, share the directory. */
function keptName(file: string): string {
  let hash = 0;
  for (let at = 0; at < file.length; at += 1) hash = (Math.imul(hash, 31) + file.charCodeAt(at)) | 0;
  return `${path.basename(file, '.js')}-${(hash >>> 0).toString(16).padStart(8, '0')}.code`;
}

/** Other code, or another engine, has another text: the time of change is none that an archive could bring along. */
function originOf(file: string): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  return [process.version, process.versions.v8, process.arch, dev, ino, size, mtimeNs, ctimeNs, file].join(' ');
}

/** Null: there is none, of another origin, or damaged. */
function readKept(keptFile: string, origin: string): Buffer | null {
  let kept: Buffer;
  try {
    kept = readFileSync(keptFile);
  } catch {
    return null;
  }
  if (kept.length <= HEAD_BYTES) return null;
  const head = headOf(origin, kept.subarray(HEAD_BYTES));
  return head !== null && kept.subarray(0, HEAD_BYTES).equals(head) ? kept.subarray(HEAD_BYTES) : null;
}

/** Null: the origin is too long for it. */
function headOf(origin: string, code: Buffer): Buffer | null {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(checksum(code), 0);
  const written = head.write(origin, CHECKSUM_BYTES, HEAD_BYTES - CHECKSUM_BYTES - 1);
  return written === Buffer.byteLength(origin) ? head : null;
}

/** One word (32 bits) of so many is enough to tell a page that was never written, and takes no time. */
const STRIDE = 64;

/** Tells a file that a crash of the machine has left incomplete: the engine would believe it. */
function checksum(code: Buffer): number {
  let low = code.length;
  let high = 0;
  const words = new Int32Array(code.buffer, code.byteOffset, code.length >> 2);
  for (let at = 0; at < words.length; at += STRIDE) {
    low = (low + (words[at] ?? 0)) | 0;
    high = (high + low) | 0;
  }
  return (Math.imul(high, 31) + low) >>> 0;
}

/** Whoever reads it meanwhile sees the old file or the new one. */
function keep({ keptFile, origin, script }: Unkept): void {
  const temporary = `${keptFile}.${process.pid}`;
  try {
    const code = script.createCachedData();
    const head = headOf(origin, code);
    if (head === null) return;
    writeFileSync(temporary, Buffer.concat([head, code]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, keptFile);
  } catch {
    drop(temporary);
  }
}

/** We are about to end: what cannot even be removed is in nobody's way. */
function drop(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}
