// Makes README's animation and the pictures in docs: `podwatch demo` in a real pseudo-terminal, its screens read and drawn as SVG.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { animationOf, drawnRows, pictureOf } from './screenSvg.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const images = path.join(root, 'docs', 'images');
const COLS = 110;
const ROWS = 32;
const TIMEOUT_MS = 60_000;
/** A pane is filled a little after it has been drawn. */
const SETTLE_MS = 1000;
function startDemo() {
  const terminal = new xterm.Terminal({ cols: COLS, rows: ROWS, allowProposedApi: true });
  const env = { ...process.env, TERM: 'xterm-256color', COLORTERM: 'truecolor', SHELL: '/bin/sh', PS1: '$ ', ENV: '' };
  delete env.NO_COLOR;
  const pty = spawn(process.execPath, [path.join(root, 'dist', 'cli.js'), 'demo'], { cols: COLS, rows: ROWS, env });
  const waiting = new Set();
  pty.onData((data) =>
    terminal.write(data, () => {
      for (const check of [...waiting]) check();
    }),
  );
  terminal.onData((answer) => pty.write(answer));
  const exit = new Promise((resolve) => pty.onExit(({ exitCode }) => resolve(exitCode)));
  const text = () => {
    const { active } = terminal.buffer;
    return Array.from({ length: ROWS }, (_, y) => active.getLine(active.baseY + y)?.translateToString(true)).join('\n');
  };
  const until = (condition) =>
    new Promise((resolve, reject) => {
      const timer = globalThis.setTimeout(
        () => reject(new Error(`Waited in vain for ${condition} on:\n${text()}`)),
        TIMEOUT_MS,
      );
      const check = () => {
        if (!condition.test(text())) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return { terminal, until, exit, text, type: (keys) => pty.write(keys), kill: () => pty.kill() };
}

const demo = startDemo();
mkdirSync(images, { recursive: true });
/** Of the animation: a moving part is looked at so often, so many times, and then its last frame stands. */
const FRAME_MS = 300;
const frames = [];
const film = async (times, standsMs) => {
  for (let each = 0; each < times; each += 1) {
    frames.push({ rows: drawnRows(demo.terminal), ms: FRAME_MS });
    await setTimeout(FRAME_MS);
  }
  frames.push({ rows: drawnRows(demo.terminal), ms: standsMs });
};
const save = async (name, title) => {
  await setTimeout(SETTLE_MS);
  writeFileSync(path.join(images, `${name}.svg`), pictureOf(demo.terminal, title));
  process.stdout.write(`${name}\n${demo.text()}\n`);
};
try {
  // A few rounds on, so that there is something to see.
  await demo.until(/asks: Edit[\s\S]*round (?:8|9|\d\d)|round (?:8|9|\d\d)[\s\S]*asks: Edit/);
  await save('grid', 'podwatch: the grid');
  await film(5, 800);
  demo.type('y');
  await demo.until(/y allow once/);
  await save('question', 'podwatch: the question of an agent, answered from the grid');
  await film(0, 2500);
  demo.type('\r');
  await demo.until(/y allow once[\s\S]*i write/);
  await film(2, 1000);
  demo.type('y');
  await film(4, 500);
  await demo.until(/42 tests/);
  // Its tool calls opened.
  demo.type('\tO');
  await save('conversation', 'podwatch: the conversation of an agent');
  await film(0, 3000);
  demo.type('q');
  await demo.until(/p list/);
  demo.type('p');
  await demo.until(/p grid/);
  await save('picker', 'podwatch: the picker');
  await film(0, 1000);
  for (let row = 0; row < 4; row += 1) {
    demo.type('j');
    await film(1, 600);
  }
  demo.type('p');
  await demo.until(/p list/);
  demo.type('/build\rz');
  await demo.until(/earlier/);
  await save('zoom', 'podwatch: zoom');
  await film(3, 1500);
  writeFileSync(path.join(images, 'tour.svg'), animationOf(demo.terminal, 'podwatch: a tour', frames));
  demo.type('q');
  await demo.until(/q quit/);
} finally {
  demo.type('q');
  const timer = globalThis.setTimeout(() => demo.kill(), TIMEOUT_MS / 2);
  process.exitCode = await demo.exit;
  clearTimeout(timer);
}
