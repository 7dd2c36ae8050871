// The detach key in every encoding, split anywhere; and everything that only looks like it.
import { parseDetachKey } from '../../src/terminal/detachKey';
import { DetachScanner } from '../../src/terminal/detachScanner';

const LEGACY = '\x1c';
const KITTY = '\x1b[92;5u';
const ENCODINGS = {
  legacy: LEGACY,
  kitty: KITTY,
  'kitty press event': '\x1b[92;5:1u',
  'kitty with alternate keys, num lock and text': '\x1b[92:124:92;133:1;28u',
  modifyOtherKeys: '\x1b[27;5;92~',
};

function scan(...keyTexts: readonly string[]) {
  const keys = (keyTexts.length === 0 ? ['C-\\'] : keyTexts).map((text) => {
    const key = parseDetachKey(text);
    if (typeof key === 'string') throw new Error(key);
    return key;
  });
  let forwarded = '';
  let detached = 0;
  const scanner = new DetachScanner(keys, {
    forward: (input) => {
      forwarded += input.toString('latin1');
    },
    detach: () => {
      detached += 1;
    },
  });
  return {
    type: (text: string) => scanner.push(Buffer.from(text, 'latin1')),
    forwarded: () => forwarded,
    detached: () => detached,
    dispose: () => scanner.dispose(),
  };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

describe('of several keys', () => {
  it.each(['\x1c', '\x1d', '\x1b[93;5u', '\x1b[92;5u'])('each detaches: %j', (bytes) => {
    const input = scan('C-\\', 'C-]');
    input.type(`a${bytes}`);
    jest.advanceTimersByTime(1000);
    expect([input.detached(), input.forwarded()]).toEqual([1, 'a']);
  });

  it('one twice is sent through once; one after another still detaches', () => {
    const twice = scan('C-\\', 'C-]');
    twice.type('\x1d');
    twice.type('\x1d');
    jest.advanceTimersByTime(1000);
    expect([twice.detached(), twice.forwarded()]).toEqual([0, '\x1d']);
    const both = scan('C-\\', 'C-]');
    both.type('\x1c\x1d');
    jest.advanceTimersByTime(1000);
    expect([both.detached(), both.forwarded()]).toEqual([1, '']);
  });
});

describe.each(Object.entries(ENCODINGS))('the %s encoding', (_, bytes) => {
  it('detaches, wherever it is split, and sends nothing of itself', () => {
    for (let cut = 0; cut < bytes.length; cut += 1) {
      const input = scan();
      input.type(`ls${bytes.slice(0, cut)}`);
      input.type(bytes.slice(cut));
      jest.advanceTimersByTime(1000);
      expect([input.detached(), input.forwarded()]).toEqual([1, 'ls']);
    }
  });

  it('is sent through once when it is pressed twice', () => {
    const input = scan();
    input.type(bytes);
    jest.advanceTimersByTime(100);
    input.type(bytes);
    jest.advanceTimersByTime(1000);
    expect([input.detached(), input.forwarded()]).toEqual([0, bytes]);
    input.type(bytes + bytes);
    expect(input.forwarded()).toBe(bytes + bytes);
  });

  it('is nothing inside a bracketed paste, wherever that is split', () => {
    const paste = `\x1b[200~one${bytes}two\x1b[201~`;
    for (let cut = 0; cut <= paste.length; cut += 1) {
      const input = scan();
      input.type(paste.slice(0, cut));
      jest.advanceTimersByTime(cut % 2 === 0 ? 0 : 1000);
      input.type(paste.slice(cut));
      jest.advanceTimersByTime(1000);
      expect([input.detached(), input.forwarded()]).toEqual([0, paste]);
      input.type(bytes);
      jest.advanceTimersByTime(1000);
      expect(input.detached()).toBe(1);
    }
  });
});

it('two presses that are far apart detach at the first', () => {
  const input = scan();
  input.type(LEGACY);
  jest.advanceTimersByTime(400);
  expect(input.detached()).toBe(1);
});

it('keeps what is typed after a held press in order, and drops it with a detach', () => {
  const input = scan();
  input.type(`${LEGACY}a`);
  input.type('b');
  expect(input.forwarded()).toBe('');
  input.type(`${LEGACY}c`);
  expect(input.forwarded()).toBe(`${LEGACY}abc`);
  input.type(`${LEGACY}d`);
  jest.advanceTimersByTime(1000);
  expect([input.detached(), input.forwarded()]).toEqual([1, `${LEGACY}abc`]);
});

it('a release of the key neither detaches nor counts as a press', () => {
  const input = scan();
  input.type('\x1b[92;5:3u');
  expect(input.forwarded()).toBe('\x1b[92;5:3u');
  input.type(`${KITTY}\x1b[92;5:3u`);
  jest.advanceTimersByTime(1000);
  expect(input.detached()).toBe(1);
});

it.each([
  ['another modifier', '\x1b[92;6u'],
  ['another key', '\x1b[93;5u'],
  ['an arrow', '\x1b[1;5A'],
  ['a mouse report', '\x1b[<0;92;5M'],
  ['a device answer', '\x1b[?62;22c'],
  ['a colour answer', '\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\'],
  ['a backslash', '\\'],
  ['UTF-8', Buffer.from('日本🚀é').toString('latin1')],
])('%s goes through at once', (_, bytes) => {
  const input = scan();
  input.type(`${bytes}x`);
  expect(input.forwarded()).toBe(`${bytes}x`);
  expect(input.detached()).toBe(0);
});

it('a lone Escape goes through after a moment, and what follows is not taken for a sequence twice', () => {
  const input = scan();
  input.type('\x1b');
  expect(input.forwarded()).toBe('');
  jest.advanceTimersByTime(20);
  expect(input.forwarded()).toBe('\x1b');
  input.type('[Ax');
  expect(input.forwarded()).toBe('\x1b[Ax');
});

it('takes a megabyte of input in any chunks byte for byte', () => {
  const text = 'x\x1b[Ay\x1b'.repeat(150_000);
  const input = scan();
  for (let at = 0; at < text.length; at += 4093) input.type(text.slice(at, at + 4093));
  jest.advanceTimersByTime(1000);
  expect(input.forwarded() === text).toBe(true);
});

it('knows other keys, and says what is wrong with those it cannot tell from plain ones', () => {
  const input = scan('C-q');
  input.type(LEGACY);
  expect(input.forwarded()).toBe(LEGACY);
  input.type('\x1b[113;5u');
  jest.advanceTimersByTime(1000);
  expect(input.detached()).toBe(1);
  expect(parseDetachKey('ctrl+]')).toEqual({ label: 'Ctrl+]', byte: 0x1d, codePoint: 0x5d });
  expect(parseDetachKey('C-m')).toMatch(/Enter/);
  expect(parseDetachKey('C-1')).toMatch(/letters/);
  expect(parseDetachKey('x')).toMatch(/Ctrl/);
});
