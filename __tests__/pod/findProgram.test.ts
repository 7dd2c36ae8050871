// Commands that cannot be executed are refused with the reason, before anything is started.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findProgram } from '../../src/pod/findProgram';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function program(bytes: string | Buffer, name = 'tool'): string {
  const file = path.join(directory, name);
  fs.writeFileSync(file, bytes, { mode: 0o755 });
  return file;
}

function faultOf(argv: readonly string[], env = {}): string | null {
  const found = findProgram(argv, directory, env);
  return found.ok ? null : found.error;
}

/** The beginning of a program of that machine, whose loader is the one that this Node has. */
function elf(machine: number): Buffer {
  const bytes = fs.readFileSync('/bin/true').subarray(0, 4096);
  bytes.writeUInt16LE(machine, 18);
  return Buffer.from(bytes);
}

test.each([
  ['plain text, which a shell runs', 'echo hello\n'],
  ['a script', '#!/bin/sh\necho hello\n'],
  ['a script with an argument', '#! /usr/bin/env -S sh\n'],
  ['an empty file', ''],
])('%s can be started', (_what, text) => {
  expect(faultOf([program(text)])).toBeNull();
});

test.each([
  ['#!/no/such/sh\n', 'needs the interpreter /no/such/sh, which does not exist'],
  ['#!/bin/sh\r\necho\r\n', 'needs the interpreter /bin/sh\\r, which does not exist: its first line ends with CR LF'],
  ['#!/etc/passwd\n', 'needs the interpreter /etc/passwd, which is not executable'],
  ['#!/etc\n', 'needs the interpreter /etc, which is not a file'],
  ['#!\n', 'begins with #! and names no interpreter'],
  ['MZ\0\0\0\0 of another system', 'is a program of a kind that this system does not run'],
])('%j cannot', (text, reason) => {
  const file = program(text);
  expect(faultOf([file])).toBe(`The command ${file} ${reason}.`);
});

test('nor a script whose interpreter is one that cannot', () => {
  const inner = program('#!/no/such/sh\n', 'inner');
  expect(faultOf([program(`#!${inner}\n`)])).toContain(
    `needs the interpreter ${inner}, which needs the interpreter /no`,
  );
});

test('nor a program of another machine', () => {
  const [other, name] = process.arch === 'arm64' ? [62, 'x86-64'] : [183, 'ARM64'];
  expect(faultOf([program(elf(other))])).toContain(`is made for ${name}; this is`);
});

test('nor one whose loader is missing', () => {
  const bytes = Buffer.from(fs.readFileSync('/bin/true'));
  const at = bytes.indexOf('/lib64/ld-linux');
  if (at < 0) return;
  bytes.write('/lib64/ld-other', at, 'latin1');
  expect(faultOf([program(bytes)])).toContain('which does not exist: it is made for another system');
});

test('an argument or a variable that the system would refuse is named', () => {
  const long = 'x'.repeat(128 * 1024);
  expect(faultOf(['/bin/echo', long])).toContain('has 131072 bytes, and the system allows 131071');
  expect(faultOf(['/bin/echo'], { BIG: long })).toContain('The variable BIG is longer');
  expect(faultOf(['/bin/echo', long.slice(1)])).toBeNull();
});

test('an empty text is no directory of PATH', () => {
  expect(faultOf([''], { PATH: directory })).toBe('The command is an empty text.');
});
