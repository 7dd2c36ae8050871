// The methods by which an agent uses files and terminals through us, as the protocol names and answers them.
import { methods, RequestError } from '@agentclientprotocol/sdk';
import { parseFileRead, parseFileWrite, parseTerminalId, parseTerminalWish } from '../../../protocol/agentTool';
import type { Parsed } from '../../../protocol/parsed';
import type { PodExit } from '../../../protocol/terminalFrame';
import { atMost } from '../atMost';
import type { ClientTools, ToolFault } from './clientTools';
import type { OwnedTerminal } from './ownedTerminal';

/** A kill is answered when its program has gone, or after so long, ms. */
const KILL_MS = 5000;

/** What is thrown is answered as the error of the request. */
export type ToolMethod = (params: unknown, withdrawn: AbortSignal) => Promise<object>;

const { fs, terminal } = methods.client;

export function toolMethods(tools: ClientTools): ReadonlyMap<string, ToolMethod> {
  const opened = (params: unknown): OwnedTerminal => {
    const id = good(parseTerminalId(params));
    const found = tools.terminals.get(id);
    if (found === null) throw new RequestError(NOT_FOUND, `There is no terminal "${id}".`);
    return found;
  };
  return new Map<string, ToolMethod>([
    [
      fs.readTextFile,
      async (params, withdrawn) => ({ content: done(await tools.read(good(parseFileRead(params)), withdrawn)) }),
    ],
    [
      fs.writeTextFile,
      async (params, withdrawn) => {
        done(await tools.write(good(parseFileWrite(params)), withdrawn));
        return {};
      },
    ],
    [
      terminal.create,
      async (params, withdrawn) => ({
        terminalId: done(await tools.startTerminal(good(parseTerminalWish(params)), withdrawn)),
      }),
    ],
    [
      terminal.output,
      async (params) => {
        const { output, exit } = opened(params);
        return {
          output: output.text,
          truncated: output.isCut,
          ...(exit !== null && { exitStatus: status(exit) }),
        };
      },
    ],
    [terminal.waitForExit, async (params, withdrawn) => status(await endOf(opened(params), withdrawn))],
    [
      terminal.kill,
      async (params) => {
        const killed = opened(params);
        killed.stop();
        await atMost(KILL_MS, killed.ended);
        return {};
      },
    ],
    [
      terminal.release,
      async (params) => {
        await atMost(KILL_MS, tools.terminals.release(opened(params).name));
        return {};
      },
    ],
  ]);
}

const NOT_FOUND = -32002;
const INTERNAL = -32603;

function good<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw RequestError.invalidParams(undefined, parsed.error);
  return parsed.value;
}

function done<T>(outcome: { readonly ok: true; readonly value: T } | ToolFault): T {
  if (outcome.ok) return outcome.value;
  throw new RequestError(outcome.isMissing === true ? NOT_FOUND : INTERNAL, outcome.error);
}

async function endOf(waited: OwnedTerminal, withdrawn: AbortSignal): Promise<PodExit> {
  const gone = new Promise<never>((_, reject) => {
    withdrawn.addEventListener('abort', () => reject(RequestError.requestCancelled()), { once: true });
  });
  return Promise.race([waited.ended, gone]);
}

function status({ code, signal }: PodExit): object {
  return { exitCode: code, signal };
}
