// What was said in a session, from its first line to its last, as it is read: a file may be larger than the memory.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { LineDecoder } from '../../protocol/lineDecoder';
import type { LineMeaning } from './conversationEnds';
import { jsonOf } from './jsonFields';

/** A longer line is passed over, bytes. */
const MAX_LINE = 16 * 1024 * 1024;
const CHUNK = 256 * 1024;

/** One message, whole and untrusted. */
export interface Said {
  readonly who: 'user' | 'agent';
  readonly text: string;
  /** Unix ms; null = not told. */
  readonly time: number | null;
}

/** The words of both sides; tools and thoughts left out. Throws what opening and reading the file throws. */
export async function* readTranscript(file: string, meaningOf: (line: unknown) => LineMeaning): AsyncGenerator<Said> {
  let last: Said | null = null;
  for await (const line of linesOf(file)) {
    const meaning = meaningOf(jsonOf(line));
    if (meaning.isRepeated === true) continue;
    for (const said of saidIn(meaning)) {
      // Some tools write a message twice: when it begins and when it is whole, or as an event and as its summary.
      if (last?.who === said.who && last.text === said.text) continue;
      last = said;
      yield said;
    }
  }
}

function saidIn({ prompt, answer, time = null }: LineMeaning): readonly Said[] {
  const texts = [
    { who: 'user', text: prompt },
    { who: 'agent', text: answer },
  ] as const;
  return texts.flatMap(({ who, text }) => (text == null || text.trim() === '' ? [] : [{ who, text, time }]));
}

async function* linesOf(file: string): AsyncGenerator<string> {
  // Not blocking: a pipe in the place of a file must not hold us up.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) throw new Error('it is not a regular file');
    const decoder = new LineDecoder(MAX_LINE);
    for await (const chunk of handle.createReadStream({ highWaterMark: CHUNK, autoClose: false })) {
      decoder.push(Buffer.from(chunk));
      for (let next = decoder.nextLine(); next !== null; next = decoder.nextLine()) {
        if (next !== 'overflow') yield next.line;
      }
    }
    yield decoder.takeRest().toString('utf8');
  } finally {
    await handle.close();
  }
}
