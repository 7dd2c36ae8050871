// The comments' "formats §4, writing" lead to a chapter and a paragraph of docs/formats.md.
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');

/** Chapters by number, as lower-case text. */
function chapters(): Map<string, string> {
  const text = fs.readFileSync(path.join(root, 'docs', 'formats.md'), 'utf8');
  return new Map(
    text
      .split(/^## §/m)
      .slice(1)
      .map((chapter) => [/^\d+/.exec(chapter)?.[0] ?? '', chapter.toLowerCase()]),
  );
}

interface Reference {
  readonly from: string;
  readonly chapter: string;
  /** The word of a paragraph, null where only the chapter is named. */
  readonly paragraph: string | null;
}

function references(): Reference[] {
  const files = fs.readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).flatMap((file) => referencesIn(file));
}

/** `(formats §4)`, `(formats §4–5)`, `(formats §4, §6)`, `(formats §4, writing)`, `(formats §4: readers expect …)`. */
function referencesIn(file: string): Reference[] {
  const text = fs.readFileSync(path.join(root, 'src', file), 'utf8').replace(/\n\s*(\/\/|\*)\s*/g, ' ');
  return [...text.matchAll(/formats (§[^):;]*)/g)].flatMap(([, pointed = '']) => {
    const numbers = [...pointed.matchAll(/[§–](\d+)/g)].map(([, number = '']) => number);
    const paragraph = /^§\d+, ([a-z][a-z -]*)$/.exec(pointed)?.[1] ?? null;
    return numbers.map((chapter) => ({ from: `${file}: formats ${pointed}`, chapter, paragraph }));
  });
}

test('there are references, of all shapes', () => {
  const all = references();
  expect(all.length).toBeGreaterThan(40);
  expect(all.filter(({ paragraph }) => paragraph !== null).length).toBeGreaterThan(5);
});

test('each names a chapter that there is, and a paragraph in it', () => {
  const known = chapters();
  const lost = references().filter(({ chapter, paragraph }) => {
    const text = known.get(chapter);
    return text === undefined || (paragraph !== null && !text.includes(`**${paragraph}`));
  });
  expect(lost.map(({ from }) => from)).toEqual([]);
});
