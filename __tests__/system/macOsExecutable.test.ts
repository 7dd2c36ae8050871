// What macOS would not execute: programs of Linux and of the other machine, scripts without their interpreter.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { macOsExecutable } from '../../src/system/macOsExecutable';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function file(bytes: string | Buffer): string {
  const name = path.join(directory, 'tool');
  fs.writeFileSync(name, bytes, { mode: 0o755 });
  return name;
}

/** The first words of a 64-bit Mach-O file, as `otool -h` prints them. */
function machO(cpu: number): Buffer {
  const head = Buffer.alloc(32);
  [0xfeedfacf, cpu, 0, 2].forEach((word, at) => {
    head.writeUInt32LE(word, at * 4);
  });
  return head;
}

const X64 = 0x01000007;
const ARM64 = 0x0100000c;

it.each([
  ['a program of an x64 Mac on one', machO(X64), 'x64', null],
  ['a program of an x64 Mac on an ARM one, which translates it', machO(X64), 'arm64', null],
  ['a program of an ARM Mac on an x64 one', machO(ARM64), 'x64', 'is made for ARM64; this is x86-64'],
  ['a program of Linux', fs.readFileSync('/bin/true').subarray(0, 512), 'arm64', 'is made for Linux; this is macOS'],
  ['a script', '#!/bin/sh\n', 'arm64', null],
  ['a script of a missing shell', '#!/no/sh\n', 'x64', 'needs the interpreter /no/sh, which does not exist'],
  ['a text', 'echo\n', 'x64', null],
  ['a universal program', Buffer.from('cafebabe00000002', 'hex'), 'x64', null],
])('%s', (_what, bytes, machine, fault) => {
  expect(macOsExecutable(file(bytes), machine)).toBe(fault);
});
