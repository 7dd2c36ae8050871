// What an MCP client may not say: a line that is too long, no JSON, or no message is refused in words, and the next one is read.
import { Transform } from 'node:stream';
import { JSONRPCMessageSchema } from '@modelcontextprotocol/sdk/types.js';
import { encodeLine, LineDecoder } from '../../protocol/lineDecoder';
import { parseJson } from '../../protocol/parsed';

/** Far more than the longest text that a tool takes; less than the SDK holds of a line, which gives the client up there. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;

/** Of JSON-RPC 2.0, §5.1. */
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

/** Lets messages through, a line each, and hands the answer to every other line to `refuse`. */
export function refusedLines(refuse: (answer: string) => void): Transform {
  const lines = new LineDecoder(MAX_LINE_BYTES);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      lines.push(chunk);
      for (let next = lines.nextLine(); next !== null; next = lines.nextLine()) {
        const answer = next === 'overflow' ? tooLong() : faultIn(next.line);
        if (answer !== null) refuse(answer);
        else if (next !== 'overflow') this.push(`${next.line}\n`);
      }
      done();
    },
  });
}

const tooLong = () => refusal(PARSE_ERROR, `The line is longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB`, null);

function faultIn(line: string): string | null {
  const json = parseJson(line);
  if (!json.ok) return refusal(PARSE_ERROR, `No JSON: ${json.error}`, null);
  if (JSONRPCMessageSchema.safeParse(json.value).success) return null;
  // A batch is none either: the protocol has given them up.
  const { id } = Object(json.value);
  const isId = typeof id === 'string' || typeof id === 'number';
  return refusal(INVALID_REQUEST, 'No message of JSON-RPC 2.0', isId ? id : null);
}

const refusal = (code: number, message: string, id: string | number | null) =>
  encodeLine({ jsonrpc: '2.0', id, error: { code, message } });
