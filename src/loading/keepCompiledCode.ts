// Keeps what V8 has compiled of our bundles, for releases of Node that have no compile cache of their own.
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

/** First a checksum of all that follows the head (32 bits), then what it was compiled from, as text padded with NULs. */
const HEAD_BYTES = 1024;
const CHECKSUM_BYTES = 4;
/** Behind the head the bundle itself, for one file is read faster than two; and the code, where the engine takes it as it lies. */
const ALIGNED_BYTES = 8;

interface Kept {
  readonly text: string;
  readonly code: Buffer;
}

interface Unkept {
  readonly keptFile: string;
  readonly origin: Origin;
  readonly text: string;
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
  const kept = readKept(keptFile, origin);
  // Of nothing but ASCII, as the build makes it: the engine takes such bytes as they are.
  const text = kept?.text ?? readFileSync(file, 'latin1');
  const script = new vm.Script(`${WRAP_HEAD}${text}\n})`, {
    filename: file,
    columnOffset: -WRAP_HEAD.length,
    ...(kept !== null && { cachedData: kept.code }),
  });
  if (kept === null || script.cachedDataRejected) unkept.push({ keptFile, origin, text, script });
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

interface Origin {
  readonly name: string;
  /** Of the bundle, bytes. */
  readonly size: number;
}

/** Other code, or another engine, has another name: the time of change is none that an archive could bring along. */
function originOf(file: string): Origin {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  const { version, versions, arch } = process;
  return { name: [version, versions.v8, arch, dev, ino, size, mtimeNs, ctimeNs, file].join(' '), size: Number(size) };
}

/** Null: there is none, of another origin, or damaged. */
function readKept(keptFile: string, origin: Origin): Kept | null {
  let kept: Buffer;
  try {
    kept = readFileSync(keptFile);
  } catch {
    return null;
  }
  const codeAt = codeBegin(origin);
  const nameEnd = kept.indexOf(0, CHECKSUM_BYTES);
  if (kept.length <= codeAt || nameEnd < 0 || nameEnd >= HEAD_BYTES) return null;
  if (kept.toString('utf8', CHECKSUM_BYTES, nameEnd) !== origin.name) return null;
  if (kept.readUInt32LE(0) !== checksum(kept.subarray(HEAD_BYTES))) return null;
  return { text: kept.toString('latin1', HEAD_BYTES, HEAD_BYTES + origin.size), code: kept.subarray(codeAt) };
}

function codeBegin({ size }: Origin): number {
  return HEAD_BYTES + Math.ceil(size / ALIGNED_BYTES) * ALIGNED_BYTES;
}

/** Null: the name of its origin is too long for it, or the bundle was replaced while it was read. */
function keptBytes({ origin, text, script }: Unkept): Buffer | null {
  const code = script.createCachedData();
  const kept = Buffer.alloc(codeBegin(origin) + code.length);
  const written = kept.write(origin.name, CHECKSUM_BYTES, HEAD_BYTES - CHECKSUM_BYTES - 1);
  if (written !== Buffer.byteLength(origin.name) || text.length !== origin.size) return null;
  kept.write(text, HEAD_BYTES, 'latin1');
  code.copy(kept, codeBegin(origin));
  kept.writeUInt32LE(checksum(kept.subarray(HEAD_BYTES)), 0);
  return kept;
}

/** One word (32 bits) of so many is enough to tell a page that was never written, and takes no time. */
const STRIDE = 64;

/** Tells a file that a crash of the machine has left incomplete: the engine would believe it. */
function checksum(bytes: Buffer): number {
  let low = bytes.length;
  let high = 0;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  for (let at = 0; at < words.length; at += STRIDE) {
    low = (low + (words[at] ?? 0)) | 0;
    high = (high + low) | 0;
  }
  return (Math.imul(high, 31) + low) >>> 0;
}

/** Whoever reads it meanwhile sees the old file or the new one. */
function keep(unkept: Unkept): void {
  const temporary = `${unkept.keptFile}.${process.pid}`;
  try {
    const kept = keptBytes(unkept);
    if (kept === null) return;
    writeFileSync(temporary, kept, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, unkept.keptFile);
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
