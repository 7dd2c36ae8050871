// The lines of a change in the colours of their language, each side of a hunk as the code that it is.
import { safeLines } from '../cells/safeText';
import type { CodeToken, ColourCode } from './conversationLook';
import type { CutDiff } from './lineDiff';

type Side = 'removed' | 'added';

/** By the index of a shown line: its pieces, safe already. Lines of a language that nobody knows are missing. */
export function changeColours(
  lines: CutDiff['lines'],
  path: string,
  colourCode: ColourCode | undefined,
): ReadonlyMap<number, readonly CodeToken[]> {
  const coloured = new Map<number, readonly CodeToken[]>();
  const language = languageOf(path);
  if (colourCode === undefined || language === '') return coloured;
  const colour = (hunk: readonly number[], side: Side): void => {
    const own = hunk.filter((at) => lines[at]?.kind === side || lines[at]?.kind === 'same');
    if (own.length === 0) return;
    const code = own.map((at) => textOf(lines[at]));
    const pieces = colourCode(code.join('\n'), language);
    if (pieces?.length === own.length) for (const [index, at] of own.entries()) coloured.set(at, pieces[index] ?? []);
  };
  for (const hunk of hunksOf(lines)) {
    colour(hunk, 'removed');
    colour(hunk, 'added');
  }
  return coloured;
}

/** Most endings are names of languages, or known for one. */
function languageOf(path: string): string {
  return /\.([a-z0-9+]{1,12})$/i.exec(path)?.[1]?.toLowerCase() ?? '';
}

function textOf(line: CutDiff['lines'][number] | undefined): string {
  return line === undefined || line.kind === 'cut' ? '' : safeLines(line.text).join(' ');
}

/** The indexes of each run of lines that stand together in the file. */
function hunksOf(lines: CutDiff['lines']): readonly (readonly number[])[] {
  const hunks: number[][] = [[]];
  for (const [at, { kind }] of lines.entries()) {
    if (kind === 'gap' || kind === 'cut') hunks.push([]);
    else hunks.at(-1)?.push(at);
  }
  return hunks.filter((hunk) => hunk.length > 0);
}
