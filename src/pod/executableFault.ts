// Why the system would not execute a file that is there and executable: read from its first bytes, as the kernel does.
import { accessSync, closeSync, constants, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import path from 'node:path';

/** The kernel looks at no more of a first line, bytes. */
const HEAD_BYTES = 256;
/** Scripts whose interpreter is a script: the kernel gives up after so many. */
const MAX_INTERPRETERS = 5;
const BINARY_FORMATS = '/proc/sys/fs/binfmt_misc';

/** ELF's numbers of the machines that Node runs on. */
const MACHINES: Readonly<Partial<Record<string, number>>> = {
  arm: 40,
  arm64: 183,
  ia32: 3,
  loong64: 258,
  ppc64: 21,
  riscv64: 243,
  s390x: 22,
  x64: 62,
};
const MACHINE_NAMES: Readonly<Record<number, string>> = {
  3: 'x86 (32 bit)',
  8: 'MIPS',
  20: 'PowerPC',
  21: 'PowerPC (64 bit)',
  22: 's390x',
  40: 'ARM (32 bit)',
  62: 'x86-64',
  183: 'ARM64',
  243: 'RISC-V',
  258: 'LoongArch',
};
/** Other machines whose programs a processor runs as well. */
const ALSO_RUNS: Readonly<Partial<Record<string, readonly number[]>>> = { x64: [3], arm64: [40] };

/** What follows "The command NAME": "needs the interpreter …"; null: nothing speaks against it. */
export function executableFault(file: string): string | null {
  return process.platform === 'linux' ? faultOf(file, MAX_INTERPRETERS) : scriptFault(file, readHead(file), 1);
}

function faultOf(file: string, left: number): string | null {
  const head = readHead(file);
  // Cannot be read: the kernel can, and will tell.
  if (head.length === 0 || isRegisteredFormat(file, head)) return null;
  if (head.toString('latin1', 0, 4) === ELF_MAGIC) return elfFault(file, head);
  // What is neither goes to a shell, which would take the bytes of a program for commands.
  const isText = !(head.includes(0x0a) ? head.subarray(0, head.indexOf(0x0a)) : head).includes(0);
  return isText ? scriptFault(file, head, left) : 'is a program of a kind that this system does not run';
}

const ELF_MAGIC = '\x7fELF';

function scriptFault(file: string, head: Buffer, left: number): string | null {
  if (head[0] !== 0x23 || head[1] !== 0x21) return null;
  const line = head.toString('utf8', 2).split('\n', 1)[0] ?? '';
  const name = line.trim().split(/[ \t]/, 1)[0] ?? '';
  if (name === '') return 'begins with #! and names no interpreter';
  // A line that ends as on Windows names an interpreter that ends with CR.
  const shown = name.endsWith('\r') || line.endsWith('\r') ? `${name.replace(/\r$/, '')}\\r` : name;
  const interpreter = path.resolve('/', name);
  const needs = `needs the interpreter ${shown}, which`;
  if (left === 0) return 'is a script whose interpreters are scripts without end';
  if (shown.endsWith('\\r')) return `${needs} does not exist: its first line ends with CR LF`;
  const missing = fileFault(name.startsWith('/') ? interpreter : path.resolve(path.dirname(file), name));
  if (missing !== null) return `${needs} ${missing}`;
  const fault = process.platform === 'linux' && name.startsWith('/') ? faultOf(interpreter, left - 1) : null;
  return fault === null ? null : `${needs} ${fault}`;
}

function fileFault(file: string): string | null {
  try {
    if (!statSync(file).isFile()) return 'is not a file';
  } catch {
    return 'does not exist';
  }
  try {
    accessSync(file, constants.X_OK);
    return null;
  } catch {
    return 'is not executable';
  }
}

/** Of another machine, or made for a system whose loader is not here. */
function elfFault(file: string, head: Buffer): string | null {
  const isLittle = head[5] !== 2;
  if (head.length < 20) return 'is only the beginning of a program';
  const machine = isLittle ? head.readUInt16LE(18) : head.readUInt16BE(18);
  const own = MACHINES[process.arch];
  if (own !== undefined && machine !== own && !ALSO_RUNS[process.arch]?.includes(machine)) {
    const name = MACHINE_NAMES[machine] ?? `machine ${machine}`;
    return `is made for ${name}; this is ${MACHINE_NAMES[own] ?? process.arch}`;
  }
  const loader = head[4] === 2 && isLittle ? loaderOf(file, head) : null;
  const missing = loader === null ? null : fileFault(loader);
  return missing === null ? null : `needs the loader ${loader}, which ${missing}: it is made for another system`;
}

const PT_INTERP = 3;
const MAX_HEADERS_BYTES = 16 * 1024;

/** The dynamic loader that a 64-bit program names; null: none, or it cannot be told. */
function loaderOf(file: string, head: Buffer): string | null {
  if (head.length < 64) return null;
  const at = Number(head.readBigUInt64LE(32));
  const size = head.readUInt16LE(54);
  const count = head.readUInt16LE(56);
  if (size < 56 || size * count > MAX_HEADERS_BYTES) return null;
  const headers = readPart(file, at, size * count);
  for (let start = 0; start + 56 <= headers.length; start += size) {
    if (headers.readUInt32LE(start) !== PT_INTERP) continue;
    const length = Number(headers.readBigUInt64LE(start + 32));
    const name = readPart(file, Number(headers.readBigUInt64LE(start + 8)), Math.min(length, 4096));
    return name.toString('utf8').split('\0', 1)[0] || null;
  }
  return null;
}

/** Whether the system was told how to run such files (an emulator, Java, Wine …). */
function isRegisteredFormat(file: string, head: Buffer): boolean {
  try {
    return readdirSync(BINARY_FORMATS).some((name) => {
      if (name === 'register' || name === 'status') return false;
      const text = readFileSync(path.join(BINARY_FORMATS, name), 'latin1');
      return text.startsWith('enabled') && matchesFormat(text, file, head);
    });
  } catch {
    return false;
  }
}

function matchesFormat(text: string, file: string, head: Buffer): boolean {
  const extension = /^extension \.(.*)$/m.exec(text)?.[1];
  if (extension !== undefined) return file.endsWith(`.${extension}`);
  const hex = (name: string) => Buffer.from(new RegExp(`^${name} ([0-9a-f]+)$`, 'm').exec(text)?.[1] ?? '', 'hex');
  const magic = hex('magic');
  const mask = hex('mask');
  const offset = Number(/^offset (\d+)$/m.exec(text)?.[1] ?? 0);
  if (magic.length === 0) return false;
  return magic.every((byte, index) => {
    const bits = mask[index] ?? 0xff;
    return ((head[offset + index] ?? 0) & bits) === (byte & bits);
  });
}

function readHead(file: string): Buffer {
  return readPart(file, 0, HEAD_BYTES);
}

function readPart(file: string, at: number, length: number): Buffer {
  try {
    const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const part = Buffer.alloc(length);
      return part.subarray(0, readSync(fd, part, 0, length, at));
    } finally {
      closeSync(fd);
    }
  } catch {
    return Buffer.alloc(0);
  }
}
