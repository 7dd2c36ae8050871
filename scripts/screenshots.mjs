// Makes the pictures of the README: `podwatch demo` in a real pseudo-terminal, its screens read and drawn as SVG.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const images = path.join(root, 'docs', 'images');
const COLS = 110;
const ROWS = 32;
const TIMEOUT_MS = 60_000;
/** A pane is filled a little after it has been drawn. */
const SETTLE_MS = 1000;
/** A cell, in user units; the font is fitted into it. */
const CELL = { width: 8.4, height: 16.5, font: 14, base: 12.8 };
const PAD = 14;
const COLOURS = { background: '#0d1117', foreground: '#d0d7de' };
const ANSI =
  '484f58 ff7b72 3fb950 d29922 58a6ff bc8cff 39c5cf b1bac4 6e7681 ffa198 56d364 e3b341 79c0ff d2a8ff 56d4dd ffffff'
    .split(' ')
    .map((hex) => `#${hex}`);

function palette(index) {
  if (index < 16) return ANSI[index];
  const hex = (value) => value.toString(16).padStart(2, '0');
  if (index >= 232) return `#${hex(8 + (index - 232) * 10).repeat(3)}`;
  const level = (value) => hex(value === 0 ? 0 : 55 + value * 40);
  const cube = index - 16;
  return `#${level(Math.floor(cube / 36))}${level(Math.floor(cube / 6) % 6)}${level(cube % 6)}`;
}

function colour(isDefault, isRgb, value) {
  if (isDefault) return null;
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : palette(value);
}

/** What a cell looks like; equal texts join into one run. */
function lookOf(cell) {
  let front = colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor());
  let back = colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor());
  if (cell.isInverse()) [front, back] = [back ?? COLOURS.background, front ?? COLOURS.foreground];
  return {
    front: front ?? COLOURS.foreground,
    back,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
  };
}

/** Runs of cells of one look. Each wide character, and each that no font has in its right width, stands by itself. */
function runsOf(line, cols) {
  const runs = [];
  for (let x = 0; x < cols; ) {
    const cell = line.getCell(x);
    const width = Math.max(1, cell?.getWidth() ?? 1);
    const text = cell?.getChars() || ' ';
    const look = cell ? lookOf(cell) : { front: COLOURS.foreground, back: null };
    const alone = width > 1 || text.codePointAt(0) > 0x24ff;
    const last = runs.at(-1);
    if (last && !alone && !last.alone && JSON.stringify(last.look) === JSON.stringify(look)) {
      last.text += text;
      last.cells += width;
    } else {
      runs.push({ x, text, cells: width, look, alone });
    }
    x += width;
  }
  return runs;
}

const number = (value) => String(Math.round(value * 100) / 100);
const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function drawRun({ x, text, cells, look }, y) {
  const left = number(PAD + x * CELL.width);
  const width = number(cells * CELL.width);
  const top = PAD + y * CELL.height;
  const parts = [];
  if (look.back) {
    parts.push(`<rect x="${left}" y="${number(top)}" width="${width}" height="${CELL.height}" fill="${look.back}"/>`);
  }
  if (text.trim() !== '') {
    const style = [
      look.bold ? ' font-weight="bold"' : '',
      look.italic ? ' font-style="italic"' : '',
      look.underline ? ' text-decoration="underline"' : '',
      look.dim ? ' opacity="0.6"' : '',
    ].join('');
    const at = `x="${left}" y="${number(top + CELL.base)}" textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
    parts.push(`<text ${at} fill="${look.front}"${style}>${escaped(text)}</text>`);
  }
  return parts.join('');
}

function svgOf(terminal, title) {
  const width = number(2 * PAD + COLS * CELL.width);
  const height = number(2 * PAD + ROWS * CELL.height);
  const buffer = terminal.buffer.active;
  const rows = Array.from({ length: ROWS }, (_, y) => {
    const line = buffer.getLine(buffer.baseY + y);
    return line
      ? runsOf(line, COLS)
          .map((run) => drawRun(run, y))
          .join('')
      : '';
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${COLOURS.background}"/>`,
    `<g font-family="ui-monospace, 'SF Mono', Menlo, 'DejaVu Sans Mono', monospace" font-size="${CELL.font}" xml:space="preserve">`,
    ...rows.filter((row) => row !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

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
const save = async (name, title) => {
  await setTimeout(SETTLE_MS);
  mkdirSync(images, { recursive: true });
  writeFileSync(path.join(images, `${name}.svg`), svgOf(demo.terminal, title));
  process.stdout.write(`${name}\n${demo.text()}\n`);
};
try {
  // A few rounds on, so that there is something to see.
  await demo.until(/asks: Edit[\s\S]*round (?:8|9|\d\d)|round (?:8|9|\d\d)[\s\S]*asks: Edit/);
  await save('grid', 'podwatch: the grid');
  demo.type('y');
  await demo.until(/y allow once/);
  await save('question', 'podwatch: the question of an agent, answered from the grid');
  demo.type('\r');
  await demo.until(/y allow once[\s\S]*i write/);
  demo.type('y');
  await demo.until(/42 tests/);
  // Its tool calls opened.
  demo.type('\tO');
  await save('conversation', 'podwatch: the conversation of an agent');
  demo.type('q');
  await demo.until(/p list/);
  demo.type('p');
  await demo.until(/d remove/);
  await save('picker', 'podwatch: the picker');
  demo.type('p');
  await demo.until(/p list/);
  demo.type('/build\rz');
  await demo.until(/earlier/);
  await save('zoom', 'podwatch: zoom');
  demo.type('q');
  await demo.until(/q quit/);
} finally {
  demo.type('q');
  const timer = globalThis.setTimeout(() => demo.kill(), TIMEOUT_MS / 2);
  process.exitCode = await demo.exit;
  clearTimeout(timer);
}
