// The tools that only look: list, screen, log, conversation, wait.

import { Writable } from 'node:stream';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { filter, firstValueFrom, take, timeout } from 'rxjs';
import { z } from 'zod';
import type { Conversation } from '../../conversation/conversation';
import { blockText } from '../../conversation/conversationText';
import { repositoryReader } from '../../places/repository';
import { jsonEntry } from '../../podList/jsonEntry';
import { directoryHere } from '../../podList/podPlace';
import { parentFinder } from '../../podList/podTree';
import type { CommandContext } from '../commandContext';
import { findPod, readPodList } from '../findPod';
import { LastLines } from '../lastLines';
import { runLogs } from '../logs';
import { jsonWaited, parseGoal, waitForPods } from '../waitForPods';
import { endOfText, MAX_TEXT, toolAnswer, toolRefusal } from './toolAnswer';

const MAX_PODS = 500;
const MAX_LINES = 1000;
const MAX_MESSAGES = 50;
const MAX_NAMES = 50;
/** A call that takes longer is given up by most clients; it can be made again. */
export const MAX_WAIT_S = 600;
/** A live Pod says its conversation at once, ms. */
const CONVERSATION_MS = 10_000;

export const podNameInput = z.string().min(1).max(255).describe('Name of the Pod; on another host HOST/NAME');

const LOOK = { readOnlyHint: true, openWorldHint: false };

export function addLooks(server: McpServer, context: CommandContext): void {
  addList(server, context);
  addScreen(server, context);
  addLog(server, context);
  addConversation(server, context);
  addWait(server, context);
}

function addList(server: McpServer, context: CommandContext): void {
  server.registerTool(
    'list_pods',
    {
      title: 'List Pods',
      description:
        'All Pods, live ones first: state, status and its reason, attention, directory, branch, command, parent.',
      inputSchema: {
        live_only: z.boolean().default(false).describe('Only those that run'),
        limit: z.number().int().min(1).max(MAX_PODS).default(100),
      },
      outputSchema: { pods: z.array(z.looseObject({ name: z.string(), state: z.string() })), total: z.number() },
      annotations: LOOK,
    },
    async ({ live_only, limit }) => {
      const repositoryOf = repositoryReader();
      const { entries } = await readPodList(context, null);
      const parentOf = parentFinder(entries);
      const wanted = entries.filter((entry) => (!live_only || entry.state === 'live') && !entry.isArchived);
      const pods = wanted.slice(0, limit).map((entry) => {
        const directory = directoryHere(entry);
        return { ...jsonEntry(entry, directory === null ? null : repositoryOf(directory), parentOf(entry)) };
      });
      return toolAnswer({ pods, total: wanted.length });
    },
  );
}

function addScreen(server: McpServer, context: CommandContext): void {
  server.registerTool(
    'read_screen',
    {
      title: 'Read a screen',
      description: 'What the terminal of a live Pod shows now, as rows of text.',
      inputSchema: { name: podNameInput },
      outputSchema: { rows: z.array(z.string()) },
      annotations: LOOK,
    },
    async ({ name }) => {
      const found = await findPod(context, name, 'attach');
      if (found.kind !== 'found') return toolRefusal(found);
      const screen = await found.place.readScreen(found.entry);
      if (screen.kind !== 'done') return toolRefusal(screen);
      if (screen.rows === null) return toolRefusal({ message: `"${name}" holds a conversation: read_conversation.` });
      const last = screen.rows.findLastIndex((row) => row !== '');
      return toolAnswer({ rows: screen.rows.slice(0, last + 1) });
    },
  );
}

function addLog(server: McpServer, context: CommandContext): void {
  server.registerTool(
    'read_log',
    {
      title: 'Read a log',
      description: 'The last lines that a Pod has put out, live or stopped; of an agent its conversation as Markdown.',
      inputSchema: { name: podNameInput, lines: z.number().int().min(1).max(MAX_LINES).default(200) },
      outputSchema: { text: z.string(), is_cut: z.boolean().describe('There is more before it than could be given') },
      annotations: LOOK,
    },
    async ({ name, lines }) => {
      const said = new Collected();
      const faults = new Collected();
      const lastLines = new LastLines(said, lines);
      const args = { name, follow: false, json: false, since: null, lastLines };
      const code = await runLogs({ ...context, stderr: faults }, args);
      lastLines.release();
      if (code !== 0) return toolRefusal({ message: faults.text.trim() });
      const { text, isCut } = endOfText(said.text);
      return toolAnswer({ text, is_cut: isCut });
    },
  );
}

function addConversation(server: McpServer, context: CommandContext): void {
  server.registerTool(
    'read_conversation',
    {
      title: 'Read a conversation',
      description: 'The last messages of a live agent: what was said, done and asked. Of a stopped one: read_log.',
      inputSchema: { name: podNameInput, last: z.number().int().min(1).max(MAX_MESSAGES).default(10) },
      outputSchema: {
        messages: z.array(z.object({ kind: z.string(), text: z.string() })),
        questions: z.array(z.string()).describe('What it asks of its user now'),
      },
      annotations: LOOK,
    },
    async ({ name, last }) => {
      const found = await findPod(context, name, 'attach');
      if (found.kind !== 'found') return toolRefusal(found);
      if (found.entry.extensions.includes('screen'))
        return toolRefusal({ message: `"${name}" is a terminal: read_screen.` });
      const feed$ = found.place.watchConversation(found.entry).pipe(
        filter((feed) => feed.kind === 'conversation'),
        take(1),
        timeout(CONVERSATION_MS),
      );
      const said = await firstValueFrom(feed$).catch(() => null);
      if (said === null) return toolRefusal({ message: `"${name}" did not say its conversation in time.` });
      return toolAnswer({ ...lastMessages(said.conversation, last) });
    },
  );
}

function lastMessages({ blocks, asks }: Conversation, count: number) {
  const messages: { kind: string; text: string }[] = [];
  let room = MAX_TEXT;
  for (let at = blocks.length - 1; at >= 0 && messages.length < count && room > 0; at--) {
    const block = blocks.at(at);
    if (block === undefined) continue;
    const text = blockText(block).slice(-room);
    room -= text.length;
    messages.unshift({ kind: block.kind, text });
  }
  return { messages, questions: asks.map(({ title }) => title) };
}

function addWait(server: McpServer, context: CommandContext): void {
  server.registerTool(
    'wait_for_pods',
    {
      title: 'Wait for Pods',
      description: 'Waits until Pods are idle, need their user, have ended, or show or put out a text.',
      inputSchema: {
        names: z.array(podNameInput).min(1).max(MAX_NAMES).describe('Names or globs'),
        until: z.string().max(1000).default('idle').describe('idle, attention, ended, or output=TEXT'),
        timeout_s: z.number().min(0).max(MAX_WAIT_S).default(60),
        any: z.boolean().default(false).describe('Until one of them has reached it'),
      },
      outputSchema: {
        outcome: z.enum(['reached', 'timeout', 'never']),
        pods: z.array(z.looseObject({ name: z.string(), outcome: z.string() })),
      },
      annotations: LOOK,
    },
    async ({ names, until, timeout_s, any }) => {
      const report = await waitForPods(context, { names, goal: parseGoal(until), timeoutMs: timeout_s * 1000, any });
      if (report.kind !== 'waited') return toolRefusal(report);
      return toolAnswer({ outcome: report.outcome, pods: await Promise.all(report.results.map(jsonWaited)) });
    },
  );
}

/** What is written into it, as text. */
class Collected extends Writable {
  text = '';

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}
