// The last screens of stopped Pods as the preview gets them: drawn with their colours, and only the one that is wanted.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { STYLE, TRUECOLOR } from '../../src/cells/textStyle';
import { ownHome } from '../../src/places/ownHome';
import { HeadlessScreen } from '../../src/pod/terminal/headlessScreen';
import { buildPodList } from '../../src/podList/buildPodList';
import type { PodEntry } from '../../src/podList/podList';
import { homeInDirectory, segmentScreenPath } from '../../src/protocol/homePaths';
import { createLastScreens } from '../../src/recording/createLastScreens';
import { drawnScreen } from '../../src/recording/drawnScreen';
import { facts, storedPod } from '../podList/facts';

const plain = { fg: -1, bg: -1, flags: 0, width: 1 };

/** The rows that a Pod's process leaves behind after it has shown `output`. */
async function saved(output: string, cols = 80): Promise<string[]> {
  const nothing = () => {};
  const screen = new HeadlessScreen({ cols, rows: 24 }, { onParsed: nothing, onTitle: nothing, onAnswer: nothing });
  screen.write(Buffer.from(output));
  await new Promise<void>((resolve) => screen.whenParsed(resolve));
  const rows = screen
    .flow(512 * 1024)
    .toString()
    .split('\r\n');
  screen.dispose();
  return rows;
}

describe('drawing a saved screen', () => {
  it('brings back colours, flags and wide characters', async () => {
    const rows = await saved(
      '\x1b[1;38;2;1;2;255mtrue\x1b[0m \x1b[3;4;9;48;5;52m漢\x1b[0mx\r\n\r\n\x1b[7;91mend\x1b[0m 👍 é\r\n\x1b[44m \x1b[0m',
    );
    expect(await drawnScreen(rows)).toEqual([
      [
        { ...plain, text: 'true', fg: TRUECOLOR + 0x0102ff, flags: STYLE.bold },
        { ...plain, text: ' ' },
        { text: '漢', fg: -1, bg: 52, flags: STYLE.italic | STYLE.underline | STYLE.strike, width: 2 },
        { ...plain, text: 'x' },
      ],
      [],
      [
        { ...plain, text: 'end', fg: 9, flags: STYLE.inverse },
        { ...plain, text: ' ' },
        { ...plain, text: '👍', width: 2 },
        { ...plain, text: ' é' },
      ],
      [{ ...plain, text: ' ', bg: 4 }],
    ]);
  });

  it('gives each row of-a wide screen one row, and no blank ones at the end', async () => {
    const rows = await saved(`${'w'.repeat(300)}\r\n${'漢'.repeat(150)}\r\nnext\r\n\r\n`, 300);
    const drawn = await drawnScreen([...rows, '', '  ']);
    expect(drawn).toHaveLength(3);
    expect(drawn[0]?.[0]?.text).toMatch(/^w{120,}$/);
    expect(drawn[2]).toEqual([{ ...plain, text: 'next' }]);
    expect(await drawnScreen([])).toEqual([]);
    expect(await drawnScreen(['', ' '])).toEqual([]);
  });

  it('takes no style of-a row into the next one', async () => {
    expect(await drawnScreen(['\x1b[31mred', 'not'])).toEqual([
      [{ ...plain, text: 'red', fg: 1 }],
      [{ ...plain, text: 'not' }],
    ]);
  });
});

describe('asking for last screens', () => {
  let directory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-screens-'));
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  function stoppedPod(name: string, text: string | null): PodEntry {
    const active = { sessionId: name, segmentId: 'g' };
    const pod = storedPod(name, { metadata: { kind: 'ok', active, launch: null } });
    const file = segmentScreenPath(homeInDirectory(directory), name, 'g');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (text !== null) fs.writeFileSync(file, text);
    const [entry] = buildPodList(facts({ stored: [pod] })).entries;
    if (entry === undefined) throw new Error('no entry');
    return entry;
  }

  it('draws the newest only, and none for a Pod that has left none', async () => {
    const read = createLastScreens(ownHome(homeInDirectory(directory), { podProgram: '', env: {} }).readLastScreen);
    const pods = ['a', 'b', 'c'].map((name) => stoppedPod(name, `\x1b[32mof-${name}\x1b[0m`));
    expect(await Promise.all(pods.map(read))).toEqual([null, null, [[{ ...plain, text: 'of-c', fg: 2 }]]]);
    const [first] = pods;
    if (first !== undefined) expect(await read(first)).toEqual([[{ ...plain, text: 'of-a', fg: 2 }]]);
    expect(await read(stoppedPod('none', null))).toBeNull();
  });
});
