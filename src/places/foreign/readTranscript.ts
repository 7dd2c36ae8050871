// What was said in a session, from its first line to its last, as it is read: a file may be larger than the memory.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { LineDecoder } from '../../protocol/lineDecoder';
import type { LineMeaning } from './conversationEnds';
import type { ForeignTool, SpokenSession } from './foreignTool';
import { jsonOf } from './jsonFields';
import { Look } from './look';
import { scanOptions } from './readForeignSessions';
import { saidBy } from './saidBy';
import type { KeptMessage, Said } from './sessionFacts';
import { readDatabase } from './sqlite/readTable';

/** A longer line is passed over, bytes. */
const MAX_LINE = 16 * 1024 * 1024;
const CHUNK = 256 * 1024;

/**
 * The words of both sides; tools and thoughts left out. Null: the tool keeps them in a form that is not known. The
 * iteration throws what opening and reading the files throws.
 */
export function readTranscript(tool: ForeignTool, session: SpokenSession): AsyncIterable<Said> | null {
  if (!hasKnownWords(tool)) return null;
  // Where it lies is known already.
  const { where, now, cache } = scanOptions({}, {});
  return withoutRepeats(saidIn(tool, session, new Look(tool.name, where, now(), cache)));
}

/** False: it keeps them in a form that is not known. */
export function hasKnownWords({ messages, messagesIn, meaningOf }: ForeignTool): boolean {
  return messages !== undefined || messagesIn !== undefined || meaningOf !== undefined;
}

async function* saidIn(tool: ForeignTool, session: SpokenSession, look: Look): AsyncGenerator<Said> {
  const { meaningOf, messagesIn } = tool;
  const own = tool.messages?.(session, look) ?? null;
  if (own !== null || messagesIn !== undefined) {
    yield* own === null ? saidInDatabase(messagesIn, session, look) : wordsOf(own);
    const [fault] = look.problems();
    if (fault !== undefined) throw new Error(fault.message);
  } else if (meaningOf !== undefined) {
    for await (const line of linesOf(session.file)) yield* saidInLine(meaningOf(jsonOf(line)));
  }
}

function* wordsOf(messages: Iterable<KeptMessage>): Generator<Said> {
  for (const { said } of messages) yield* said;
}

/** All of them before the first: what is read while it is written to is read anew. */
function saidInDatabase(
  messagesIn: ForeignTool['messagesIn'],
  { file, sessionId }: SpokenSession,
  look: Look,
): readonly Said[] {
  return readDatabase(look, file, (database) => [...wordsOf(messagesIn?.(database, sessionId) ?? [])]) ?? [];
}

/** Some tools write a message twice: when it begins and when it is whole, or as an event and as its summary. */
async function* withoutRepeats(all: AsyncIterable<Said>): AsyncGenerator<Said> {
  let last: Said | null = null;
  for await (const said of all) {
    if (last?.who === said.who && last.text === said.text) continue;
    last = said;
    yield said;
  }
}

function saidInLine({ prompt, answer, time = null, isRepeated }: LineMeaning): readonly Said[] {
  return isRepeated === true ? [] : [...saidBy('user', prompt, time), ...saidBy('agent', answer, time)];
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
