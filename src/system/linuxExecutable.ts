// Linux: why the kernel would not execute a file that is there and executable, read from its first bytes as it does.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileFault, readHead, readPart, scriptFault } from './executableFile';

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

/** See `ExecutableFault`. */
export function linuxExecutable(file: string): string | null {
  return faultOf(file, MAX_INTERPRETERS);
}

function faultOf(file: string, left: number): string | null {
  const head = readHead(file);
  // Cannot be read: the kernel can, and will tell.
  if (head.length === 0 || isRegisteredFormat(file, head)) return null;
  if (head.toString('latin1', 0, 4) === ELF_MAGIC) return elfFault(file, head);
  // What is neither goes to a shell, which would take the bytes of a program for commands.
  const isText = !(head.includes(0x0a) ? head.subarray(0, head.indexOf(0x0a)) : head).includes(0);
  if (left === 0 && isText && head.toString('latin1', 0, 2) === '#!') {
    return 'is a script whose interpreters are scripts without end';
  }
  return isText
    ? scriptFault(file, head, (interpreter) => faultOf(interpreter, left - 1))
    : 'is a program of a kind that this system does not run';
}

const ELF_MAGIC = '\x7fELF';

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
