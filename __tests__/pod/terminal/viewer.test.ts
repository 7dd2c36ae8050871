// One attached viewer: what it gets, in which order, while it waits for a screen.

import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Viewer } from '../../../src/pod/terminal/viewer';
import { decodeOffset } from '../../../src/protocol/resume';
import { FRAME, FrameDecoder } from '../../../src/protocol/terminalFrame';
import { until } from '../../fixtures/until';

let directory: string;
let server: net.Server;
let ends: net.Socket[] = [];
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'pw-'));
});
afterEach(async () => {
  for (const end of ends) end.destroy();
  ends = [];
  await new Promise((resolve) => server.close(resolve));
  fs.rmSync(directory, { recursive: true, force: true });
});

/** A viewer on a real socket, and all that it has been sent: `type:payload`. @param resume it may come back. */
async function viewerAndFrames(resume?: object): Promise<{ viewer: Viewer; frames: string[] }> {
  const file = path.join(directory, 's');
  const accepted = new Promise<net.Socket>((resolve) => {
    server = net.createServer(resolve).listen(file);
  });
  await until(() => server.listening);
  const far = net.connect(file);
  const near = await accepted;
  ends = [far, near];
  const decoder = new FrameDecoder();
  const frames: string[] = [];
  far.on('data', (chunk: Buffer) => {
    decoder.push(chunk);
    for (let frame = decoder.nextFrame(); frame !== null && frame !== 'overflow'; frame = decoder.nextFrame())
      if (frame.type === FRAME.taken) frames.push(`taken ${decodeOffset(frame.payload)}`);
      else if (frame.type !== FRAME.facts) frames.push(`${frame.type}:${frame.payload}`);
  });
  const viewer = new Viewer(near, { size: { cols: 80, rows: 24 }, readOnly: false, inside: null, resume });
  return { viewer, frames };
}

const SCREEN = [Buffer.from('screen'), { alternate: false }, false] as const;

test('a question is asked behind the screen that is waited for, also where that is taken anew', async () => {
  const { viewer, frames } = await viewerAndFrames();
  viewer.wait(0);
  expect(viewer.ask(Buffer.from('question'))).toBe(true);
  viewer.output([Buffer.from('old')], false, 0);
  // Another screen is taken: it holds the output so far, and no question.
  viewer.wait(0);
  viewer.output([Buffer.from('new')], false, 0);
  viewer.begin(...SCREEN);
  viewer.output([Buffer.from('after')], false, 0);
  await until(() => frames.length >= 4);
  expect(frames).toEqual([
    `${FRAME.screen}:screen`,
    `${FRAME.output}:new`,
    `${FRAME.output}:question`,
    `${FRAME.output}:after`,
  ]);
  viewer.begin(...SCREEN);
  await until(() => frames.length >= 5);
  expect(frames.slice(4)).toEqual([`${FRAME.screen}:screen`]);
});

test('who is left behind is asked nothing; a mirror gets questions and no stream', async () => {
  const { viewer, frames } = await viewerAndFrames();
  expect(viewer.ask(Buffer.from('question'))).toBe(false);
  viewer.wait(0);
  viewer.output([Buffer.from('kept')], false, 0);
  viewer.begin(SCREEN[0], SCREEN[1], true);
  viewer.output([Buffer.from('more')], false, 0);
  expect(viewer.ask(Buffer.from('question'))).toBe(true);
  await until(() => frames.length >= 2);
  expect(frames).toEqual([`${FRAME.screen}:screen`, `${FRAME.output}:question`]);
});

test('that input was taken is told behind its echo, where there is none a little later, and of much at once', async () => {
  const { viewer, frames } = await viewerAndFrames({});
  viewer.goOn([], 0);
  viewer.taken(1);
  viewer.taken(2);
  viewer.output([Buffer.from('ab')], false, 0);
  await until(() => frames.length >= 2);
  expect(frames).toEqual([`${FRAME.output}:ab`, 'taken 2']);
  viewer.taken(3);
  await until(() => frames.length >= 3);
  expect(frames.slice(2)).toEqual(['taken 3']);
  viewer.taken(5000);
  viewer.output([Buffer.alloc(2000, 'x')], false, 2);
  await until(() => frames.length >= 5);
  expect(frames.slice(3)).toEqual(['taken 5000', `${FRAME.output}:${'x'.repeat(2000)}`]);
  viewer.stop();
});
