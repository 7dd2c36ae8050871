// The tools that change something, each only where it is allowed: start, restore, send, stop.
import path from 'node:path';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { type ActionFailure, failure } from '../../actions/actionFailure';
import { suggestedName } from '../../actions/suggestedName';
import { displayName } from '../../cells/displayText';
import { knownAgent } from '../../config/agentPresets';
import { homeDeeds } from '../../places/homeDeeds';
import type { PodAction } from '../../podList/podFacts';
import { PERMISSION_POLICIES } from '../../protocol/wireWords';
import type { CommandContext } from '../commandContext';
import { findPod } from '../findPod';
import type { FoundPod } from '../foundPod';
import { parentPod } from '../parentPod';
import { takenNames } from '../takenNames';
import { MAX_WAIT_S, podNameInput } from './addLooks';
import type { AllowedDeed } from './allowedDeed';
import { startAway } from './startAway';
import { tellFetching } from './tellFetching';
import { endOfText, toolAnswer, toolRefusal } from './toolAnswer';

const MAX_WORDS = 256;
const MAX_SENT = 256 * 1024;
/** Of a Pod that nobody looks at. */
const SIZE = { cols: 120, rows: 40 };

export function addDeeds(server: McpServer, context: CommandContext, allowed: ReadonlySet<AllowedDeed>): void {
  if (allowed.has('run')) {
    addStart(server, context);
    addRestore(server, context);
  }
  if (allowed.has('send')) addSend(server, context);
  if (allowed.has('stop')) addStop(server, context);
}

/** Whoever writes to itself, or ends itself, does not know what it does. */
async function another(context: CommandContext, name: string, action: PodAction): Promise<FoundPod | ActionFailure> {
  const { parent: own } = parentPod(context);
  const found = await findPod(context, name, action);
  const isOwn =
    found.kind === 'found' && found.entry.socketPath !== null && found.entry.socketPath === context.env.PODWATCH_SOCKET;
  if (isOwn || name === own) return failure('not-eligible', `"${displayName(name)}" is the Pod that you run in.`);
  return found;
}

function addStart(server: McpServer, context: CommandContext): void {
  server.registerTool(
    'start_pod',
    {
      title: 'Start a Pod',
      description:
        'Starts a command, or a coding agent, in a new Pod that goes on by itself. No shell stands in between.',
      inputSchema: {
        name: podNameInput.optional().describe('Default: made from directory and command'),
        command: z
          .array(z.string().max(64 * 1024))
          .max(MAX_WORDS)
          .default([])
          .describe('Program and arguments; none: a shell'),
        agent: z
          .string()
          .max(255)
          .optional()
          .describe('A known coding agent (claude, codex, gemini …) instead of a program'),
        policy: z.enum(PERMISSION_POLICIES).default('ask').describe('Who answers the questions of the agent'),
        directory: z
          .string()
          .max(4096)
          .optional()
          .describe('Default: that of this server; on another host the home directory there'),
      },
      outputSchema: { name: z.string(), directory: z.string() },
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
    },
    async ({ name, command, agent, policy, directory }, asked) => {
      const away = await startAway(context, name, { argv: command, cwd: directory, agent, policy, ...SIZE });
      if (away !== null) {
        return away.kind === 'done' ? toolAnswer({ name: away.name, directory: away.directory }) : toolRefusal(away);
      }
      const known = agent === undefined ? [] : knownAgent(context.config.agents, agent);
      if (known === null) return toolRefusal({ message: `There is no agent "${displayName(agent ?? '')}".` });
      const argv = [...known, ...command];
      const cwd = path.resolve(context.cwd, directory ?? '.');
      const podNamed = name ?? suggestedName(cwd, argv, takenNames(context));
      const started = await homeDeeds(context.homes[0], tellFetching(context, asked)).run({
        name: podNamed,
        argv,
        ...(agent !== undefined && {
          agent: {
            policy,
            mcpServers: context.config.mcpServers,
            ...(context.config.clientTools && { clientTools: true }),
          },
        }),
        cwd,
        ...parentPod(context),
        recordBytes: context.config.recordBytes,
        ...SIZE,
      });
      return started.kind === 'done' ? toolAnswer({ name: podNamed, directory: cwd }) : toolRefusal(started);
    },
  );
}

function addRestore(server: McpServer, context: CommandContext): void {
  server.registerTool(
    'restore_pod',
    {
      title: 'Restore a Pod',
      description: 'Starts a stopped Pod again, with its recorded command in its directory.',
      inputSchema: { name: podNameInput },
      outputSchema: { name: z.string() },
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: true },
    },
    async ({ name }, asked) => {
      const found = await another(tellFetching(context, asked), name, 'restore');
      if (found.kind !== 'found') return toolRefusal(found);
      const restored = await found.place.restore(found.entry.id, {
        argv: [],
        cwd: null,
        fallbackCwd: context.cwd,
        recordBytes: context.config.recordBytes,
        ofAgent: { mcpServers: context.config.mcpServers },
        ...SIZE,
      });
      return restored.kind === 'done' ? toolAnswer({ name: restored.name ?? name }) : toolRefusal(restored);
    },
  );
}

function addSend(server: McpServer, context: CommandContext): void {
  server.registerTool(
    'send_to_pod',
    {
      title: 'Send to a Pod',
      description:
        'Types a line into a terminal, or gives an agent its next message. wait_s: wait so long for its answer.',
      inputSchema: {
        name: podNameInput,
        text: z.string().min(1).max(MAX_SENT),
        wait_s: z.number().min(0).max(MAX_WAIT_S).default(0).describe('Agents only'),
      },
      outputSchema: {
        queued: z.boolean().describe('It is sent when the turn that runs has ended'),
        answer: z.string().nullable().describe('Null: not waited for, or not there in time'),
      },
      annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: true },
    },
    async ({ name, text, wait_s }) => {
      const found = await another(context, name, 'send');
      if (found.kind !== 'found') return toolRefusal(found);
      if (wait_s === 0) {
        const sent = await found.place.send(found.entry, text);
        return sent.kind === 'done' ? toolAnswer({ queued: sent.isQueued, answer: null }) : toolRefusal(sent);
      }
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(resolve, wait_s * 1000, null);
      });
      const asked = await Promise.race([found.place.ask(found.entry, text, () => {}), late]);
      clearTimeout(timer);
      if (asked === null) return toolAnswer({ queued: false, answer: null });
      return asked.kind === 'done'
        ? toolAnswer({ queued: false, answer: endOfText(asked.answer).text })
        : toolRefusal(asked);
    },
  );
}

function addStop(server: McpServer, context: CommandContext): void {
  server.registerTool(
    'stop_pod',
    {
      title: 'Stop a Pod',
      description: 'Ends the program of a live Pod; its record and its log stay.',
      inputSchema: { name: podNameInput },
      outputSchema: { name: z.string() },
      annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
    },
    async ({ name }) => {
      const found = await another(context, name, 'stop');
      if (found.kind !== 'found') return toolRefusal(found);
      const stopped = await found.place.stop(found.entry);
      return stopped.kind === 'done' ? toolAnswer({ name }) : toolRefusal(stopped);
    },
  );
}
