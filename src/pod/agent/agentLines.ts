// The messages of an agent on its standard streams, one a line; what it chatters beside them is told apart, never taken for one.
import type { Readable, Writable } from 'node:stream';
import type { AnyMessage, Stream } from '@agentclientprotocol/sdk';
import { LineDecoder, MAX_LINE_BYTES } from '../../protocol/lineDecoder';
import { parseJson } from '../../protocol/parsed';

/** An agent sends more at once than we take. */
export class MessageTooLong extends Error {}

/** Where a message begins in a line that something else has begun. */
const BEGINNING = /\{\s*"(?:jsonrpc|id|method|params|result|error)"\s*:/g;
/** Such places that are tried in one line. */
const MAX_TRIES = 64;

export interface AgentLinesPort {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** What is no message: a line, or the part of one before a message. */
  readonly onChatter: (text: string) => void;
}

export function agentLines({ stdin, stdout, onChatter }: AgentLinesPort): Stream {
  const lines = new LineDecoder();
  const chunks: AsyncIterator<Buffer> = stdout[Symbol.asyncIterator]();
  const read: AnyMessage[] = [];
  const asked = new Asked();
  const nextMessage = async (): Promise<AnyMessage | null> => {
    for (;;) {
      const first = read.shift();
      if (first !== undefined) return first;
      const next = lines.nextLine();
      if (next === 'overflow') throw new MessageTooLong(`a message of more than ${MAX_LINE_BYTES} bytes`);
      if (next !== null) {
        const { messages, chatter } = messagesIn(next.line);
        if (chatter.trim() !== '') onChatter(chatter);
        read.push(...messages.map((message) => asked.answered(message)));
        continue;
      }
      const { done, value } = await chunks.next();
      if (done) return null;
      lines.push(value);
    }
  };
  return {
    readable: new ReadableStream<AnyMessage>({
      async pull(controller) {
        const message = await nextMessage();
        if (message === null) controller.close();
        else controller.enqueue(message);
      },
      cancel: () => void stdout.destroy(),
    }),
    writable: new WritableStream<AnyMessage>({
      async write(message) {
        // Who writes to an agent that has gone is told by its exit.
        if (stdin.destroyed || stdin.writableEnded) return;
        asked.sent(message);
        if (!stdin.write(`${JSON.stringify(message)}\n`)) await drained(stdin);
      },
    }),
  };
}

/** Our requests that wait for their answers, whose ids are numbers: some agents give them back as texts. */
class Asked {
  private readonly ids = new Set<number>();

  sent(message: AnyMessage): void {
    if ('method' in message && 'id' in message && typeof message.id === 'number') this.ids.add(message.id);
  }

  /** The message, with the id that was asked with where it answers one of them. */
  answered(message: AnyMessage): AnyMessage {
    if ('method' in message) return message;
    const id = typeof message.id === 'string' ? Number(message.id) : message.id;
    if (typeof id !== 'number' || String(id) !== String(message.id) || !this.ids.delete(id)) return message;
    return { ...message, id };
  }
}

function drained(stdin: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stdin.off('drain', done);
      stdin.off('close', done);
      resolve();
    };
    stdin.once('drain', done);
    stdin.once('close', done);
  });
}

/** Logs without a line break of their own stand before a message, as other messages may. */
export function messagesIn(line: string): { readonly messages: readonly AnyMessage[]; readonly chatter: string } {
  const messages: AnyMessage[] = [];
  let rest = line;
  for (let tries = 0; rest.trim() !== '' && tries < MAX_TRIES; ) {
    const whole = message(rest);
    if (whole !== null) return { messages: [whole, ...messages], chatter: '' };
    const found = lastMessage(rest, MAX_TRIES - tries);
    tries += found.tries;
    if (found.message === null) break;
    messages.unshift(found.message);
    rest = rest.slice(0, found.index);
  }
  return { messages, chatter: rest };
}

/** That which goes to the end of the text, from wherever it begins. */
function lastMessage(text: string, most: number) {
  let tries = 0;
  for (const { index } of text.matchAll(BEGINNING)) {
    if (index === 0) continue;
    tries += 1;
    const found = message(text.slice(index));
    if (found !== null || tries >= most) return { message: found, index, tries };
  }
  return { message: null, index: 0, tries };
}

function message(text: string): AnyMessage | null {
  const json = text.trimStart().startsWith('{') ? parseJson(text) : null;
  return json?.ok && isMessage(json.value) ? { ...json.value, jsonrpc: '2.0' } : null;
}

/** Some agents leave the version out. */
function isMessage(data: unknown): data is AnyMessage {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  return 'method' in data || ('id' in data && ('result' in data || 'error' in data));
}
