// A coding agent for the demo and the tests: speaks the Agent Client Protocol, and does what the first word of a prompt says.
import { Readable, Writable } from 'node:stream';
import {
  type AgentContext,
  agent,
  type ContentBlock,
  methods,
  ndJsonStream,
  PROTOCOL_VERSION,
  RequestError,
  type SessionUpdate,
} from '@agentclientprotocol/sdk';
import { AgentSessions } from './agentSessions';
import { type AgentOptions, parseAgentOptions } from './parseAgentOptions';
import { playScript } from './playScript';
import type { ScriptStage } from './scriptStage';

const options = parseAgentOptions(process.argv.slice(2));
const sessions = new AgentSessions(options.state);
const turns = new Map<string, AbortController>();

async function prompt(client: AgentContext, sessionId: string, blocks: readonly ContentBlock[]) {
  const session = sessions.get(sessionId);
  if (!session) throw RequestError.sessionNotFound(sessionId);
  const text = blocks.map((block) => (block.type === 'text' ? block.text : block.type)).join('\n');
  const turn = new AbortController();
  turns.set(sessionId, turn);
  const said: string[] = [];
  const stage: ScriptStage = {
    signal: turn.signal,
    heard: session.messages.filter(({ role }) => role === 'user').map((message) => message.text),
    update: (update) => client.notify(methods.client.session.update, { sessionId, update }),
    say: async (part) => {
      said.push(part);
      await stage.update(chunk('agent_message_chunk', part));
    },
    ask: (toolCall, choices) =>
      client.request(methods.client.session.requestPermission, { sessionId, toolCall, options: [...choices] }),
  };
  sessions.add(sessionId, 'user', text);
  try {
    return { stopReason: turn.signal.aborted ? ('cancelled' as const) : await playScript(text, stage) };
  } finally {
    turns.delete(sessionId);
    if (said.length > 0) sessions.add(sessionId, 'assistant', said.join(''));
  }
}

function chunk(sessionUpdate: 'agent_message_chunk' | 'user_message_chunk', text: string): SessionUpdate {
  return { sessionUpdate, content: { type: 'text', text } };
}

/** Most of it after the answer, as a real agent was seen to do. */
function replay(client: AgentContext, sessionId: string): void {
  setImmediate(async () => {
    for (const { role, text } of sessions.get(sessionId)?.messages ?? []) {
      const kind = role === 'user' ? 'user_message_chunk' : 'agent_message_chunk';
      await client.notify(methods.client.session.update, { sessionId, update: chunk(kind, text) });
    }
  });
}

function spokenVersion(asked: number, version: number | null): number {
  if (version === 0) throw RequestError.unsupportedProtocolVersion(asked, [asked + 1]);
  return version ?? PROTOCOL_VERSION;
}

function serve({ login, version, canLoad, canResume }: AgentOptions): void {
  const app = agent({ name: 'scripted-agent' })
    .onRequest(methods.agent.initialize, ({ params }) => ({
      protocolVersion: spokenVersion(params.protocolVersion, version),
      agentInfo: { name: 'scripted-agent', version: '1.0.0' },
      agentCapabilities: {
        loadSession: canLoad,
        sessionCapabilities: { close: {}, ...(canResume && { resume: {} }) },
      },
      authMethods: login ? [{ id: 'key', name: 'Use a key', description: 'set SCRIPTED_KEY' }] : [],
    }))
    .onRequest(methods.agent.session.new, () => {
      if (login) throw RequestError.authRequired();
      return { sessionId: sessions.create() };
    })
    .onRequest(methods.agent.session.prompt, ({ params, client }) => prompt(client, params.sessionId, params.prompt))
    .onRequest(methods.agent.session.close, () => ({}))
    .onNotification(methods.agent.session.cancel, ({ params }) => turns.get(params.sessionId)?.abort());
  if (canLoad) {
    app.onRequest(methods.agent.session.load, ({ params, client }) => {
      if (!sessions.get(params.sessionId)) throw RequestError.sessionNotFound(params.sessionId);
      replay(client, params.sessionId);
      return {};
    });
  }
  if (canResume) {
    app.onRequest(methods.agent.session.resume, ({ params }) => {
      if (!sessions.get(params.sessionId)) throw RequestError.sessionNotFound(params.sessionId);
      return {};
    });
  }
  const connection = app.connect(ndJsonStream(Writable.toWeb(process.stdout), Readable.toWeb(process.stdin)));
  // Whoever started it has gone.
  connection.closed.then(() => process.exit(0));
}

if (options.dies !== null) {
  process.stderr.write(`${options.dies}\n`);
  process.exitCode = 2;
} else if (options.isSilent) {
  process.stdin.resume();
} else {
  process.stderr.write('scripted agent: ready\n');
  serve(options);
}
