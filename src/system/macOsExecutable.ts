// macOS: why a file that is there and executable would not be executed. Written after the format (Mach-O, loader.h).
import { readHead, scriptFault } from './executableFile';

/** Of the machines that Node runs on. */
const MACHINES: Readonly<Partial<Record<string, number>>> = { arm64: 0x0100000c, x64: 0x01000007 };
const MACHINE_NAMES: Readonly<Record<number, string>> = { 16777223: 'x86-64', 16777228: 'ARM64' };
/** In the byte order of the file; both machines are little-endian. */
const MACH_O = 0xfeedfacf;
const ELF = '\x7fELF';

/** See `ExecutableFault`. `machine`: as Node names it. */
export function macOsExecutable(file: string, machine: string = process.arch): string | null {
  const head = readHead(file);
  if (head.toString('latin1', 0, 4) === ELF) return 'is made for Linux; this is macOS';
  if (head.length >= 8 && head.readUInt32LE(0) === MACH_O) return machineFault(head.readUInt32LE(4), machine);
  // The kernel takes no script for an interpreter: a shell runs it instead, or fails with its own words.
  return scriptFault(file, head, () => null);
}

/** A processor of Apple runs the programs of the other one as well, once Rosetta is there. */
function machineFault(made: number, machine: string): string | null {
  const own = MACHINES[machine];
  if (own === undefined || made === own || machine === 'arm64') return null;
  return `is made for ${MACHINE_NAMES[made] ?? `machine ${made}`}; this is ${MACHINE_NAMES[own]}`;
}
