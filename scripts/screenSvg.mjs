// Screens of a headless terminal as SVG: one as a picture, many as an animation in which each row stands once.

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

function drawRun({ x, text, cells, look }) {
  const left = number(PAD + x * CELL.width);
  const width = number(cells * CELL.width);
  const parts = [];
  if (look.back) {
    parts.push(`<rect x="${left}" y="${PAD}" width="${width}" height="${CELL.height}" fill="${look.back}"/>`);
  }
  if (text.trim() !== '') {
    const style = [
      look.bold ? ' font-weight="bold"' : '',
      look.italic ? ' font-style="italic"' : '',
      look.underline ? ' text-decoration="underline"' : '',
      look.dim ? ' opacity="0.6"' : '',
    ].join('');
    const at = `x="${left}" y="${number(PAD + CELL.base)}" textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
    parts.push(`<text ${at} fill="${look.front}"${style}>${escaped(text)}</text>`);
  }
  return parts.join('');
}

/** The screen's rows as they are drawn, top first, each as if it were the first one. */
export function drawnRows(terminal) {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, y) => {
    const line = active.getLine(active.baseY + y);
    return line
      ? runsOf(line, terminal.cols)
          .map((run) => drawRun(run))
          .join('')
      : '';
  });
}

/** @param content what stands on the background. */
function svgOf({ cols, rows }, title, content) {
  const width = number(2 * PAD + cols * CELL.width);
  const height = number(2 * PAD + rows * CELL.height);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${COLOURS.background}"/>`,
    `<g font-family="ui-monospace, 'SF Mono', Menlo, 'DejaVu Sans Mono', monospace" font-size="${CELL.font}" xml:space="preserve">`,
    ...content,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

const at = (y) => number(y * CELL.height);

export function pictureOf(terminal, title) {
  const rows = drawnRows(terminal).map((row, y) =>
    row === '' ? '' : `<g transform="translate(0 ${at(y)})">${row}</g>`,
  );
  return svgOf(terminal, title, rows.filter(Boolean));
}

/** @param frames `{ rows, ms }`: what `drawnRows` gave, and how long it stands. The first one stands where nothing moves. */
export function animationOf(size, title, frames) {
  const total = frames.reduce((sum, { ms }) => sum + ms, 0);
  const ids = new Map();
  for (const row of frames.flatMap(({ rows }) => rows)) if (row !== '' && !ids.has(row)) ids.set(row, `r${ids.size}`);
  let from = 0;
  const shown = frames.map(({ rows, ms }, index) => {
    const uses = rows.map((row, y) => (row === '' ? '' : `<use href="#${ids.get(row)}" y="${at(y)}"/>`)).join('');
    const [start, end] = [from / total, (from + ms) / total];
    from += ms;
    const times = [0, start, end, 1].map((time) => time.toFixed(4)).join(';');
    const animate = `<animate attributeName="visibility" values="hidden;visible;hidden;hidden" keyTimes="${times}" dur="${total}ms" calcMode="discrete" repeatCount="indefinite"/>`;
    return `<g${index === 0 ? '' : ' visibility="hidden"'}>${animate}${uses}</g>`;
  });
  const defs = [...ids].map(([row, id]) => `<g id="${id}">${row}</g>`);
  return svgOf(size, title, ['<defs>', ...defs, '</defs>', ...shown]);
}
