// What the scripted agent does, by the first word of a prompt. Any other prompt is answered in a sentence.
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { RequestError, type StopReason } from '@agentclientprotocol/sdk';
import { DEMO_ACTS } from './demoActs';
import { type Act, isAllowedBy, pause, type ScriptStage } from './scriptStage';

/** Plays one turn to its stop reason. @throws where the script says so. */
export async function playScript(prompt: string, stage: ScriptStage): Promise<StopReason> {
  // A client may put a text of its own before the user's: the last line is the user's.
  const line = prompt.trim().split('\n').at(-1) ?? '';
  const [word = '', ...rest] = line.split(' ');
  const act = ACTS[word.toLowerCase()];
  if (act) return act(rest.join(' '), stage);
  await stage.say(`You said: ${line}`);
  return 'end_turn';
}

const ACTS: Readonly<Record<string, Act>> = {
  ...DEMO_ACTS,

  async echo(rest, { say }) {
    await say(rest);
    return 'end_turn';
  },

  /** `stream COUNT MS`: words at that pace. */
  async stream(rest, { say, signal }) {
    const [count = 20, ms = 50] = rest.split(' ').map(Number);
    for (let n = 1; n <= count; n++) {
      if (signal.aborted) return 'cancelled';
      await say(n === 1 ? 'word1' : ` word${n}`);
      await pause(ms, signal);
    }
    return signal.aborted ? 'cancelled' : 'end_turn';
  },

  async think(rest, { say, update }) {
    for (const text of ['Let me ', 'see.']) {
      await update({ sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text } });
    }
    await say(`Thought about ${rest}`);
    return 'end_turn';
  },

  /** `edit PATH`: announces, asks, reports the change. */
  async edit(rest, stage) {
    const path = rest || 'notes.txt';
    const call = { toolCallId: `edit-${stage.heard.length}`, title: `Edit ${path}`, kind: 'edit' as const };
    const diff = { type: 'diff' as const, path, oldText: 'hello\n', newText: 'hello, world\n' };
    await stage.say('I will change the file. ');
    await stage.update({ sessionUpdate: 'tool_call', ...call, status: 'pending', rawInput: {} });
    const isAllowed = await isAllowedBy(stage, { ...call, rawInput: { path }, content: [diff], locations: [{ path }] });
    if (isAllowed === null) return 'cancelled';
    const status = isAllowed ? ('completed' as const) : ('failed' as const);
    await stage.update({ sessionUpdate: 'tool_call_update', toolCallId: call.toolCallId, status });
    await stage.say(isAllowed ? `Changed ${path}.` : `Left ${path} as it was.`);
    return 'end_turn';
  },

  /** `ask KIND`: a permission request for a call that was never announced. */
  async ask(rest, stage) {
    const kind = TOOL_KINDS.find((name) => name === rest) ?? 'execute';
    const toolCallId = `ask-${stage.heard.length}`;
    const isAllowed = await isAllowedBy(stage, { toolCallId, title: `Run ${kind}`, kind, rawInput: { kind } });
    if (isAllowed === null) return 'cancelled';
    const status = isAllowed ? ('completed' as const) : ('failed' as const);
    await stage.update({ sessionUpdate: 'tool_call_update', toolCallId, status, rawOutput: 'output of it' });
    await stage.say(isAllowed ? 'Allowed.' : 'Not allowed.');
    return 'end_turn';
  },

  async plan(_rest, { say, update }) {
    for (const status of ['pending', 'in_progress', 'completed'] as const) {
      const entries = [{ content: 'Look around', priority: 'high' as const, status }];
      await update({ sessionUpdate: 'plan', entries });
    }
    await update({ sessionUpdate: 'usage_update', used: 1200, size: 200_000 });
    await update({ sessionUpdate: 'session_info_update', title: 'A plan' });
    await say('Planned.');
    return 'end_turn';
  },

  /** Offers commands. */
  async commands(_rest, { say, update }) {
    const availableCommands = ['compact', 'review'].map((name) => ({ name, description: `to ${name}` }));
    await update({ sessionUpdate: 'available_commands_update', availableCommands });
    await say('Offered.');
    return 'end_turn';
  },

  /** `big MIB`: one message of that size. */
  async big(rest, { say }) {
    await say('x'.repeat(Number(rest) * 1024 * 1024));
    return 'end_turn';
  },

  /** `chatter MIB`: on stderr. */
  async chatter(rest, { say }) {
    const line = `${'chatter '.repeat(127)}chatter\n`;
    process.stderr.write(line.repeat(Number(rest) * 1024));
    await say('said much');
    return 'end_turn';
  },

  /** What it remembers of the session. */
  async recall(_rest, { say, heard }) {
    await say(`I heard: ${heard.join(' | ')}`);
    return 'end_turn';
  },

  async crash(_rest, { say }) {
    await say('about to ');
    process.stderr.write('scripted agent: out of luck\n');
    // The chunk has to be written first.
    await wait(20);
    process.exit(3);
  },

  async fail() {
    throw RequestError.internalError({ details: 'the model is overloaded' });
  },

  async limit(_rest, { say }) {
    await say('and so on');
    return 'max_turn_requests';
  },

  async cut(_rest, { say }) {
    await say('and so');
    return 'max_tokens';
  },

  async refuse() {
    return 'refusal';
  },

  /** Asks once more when it has been cancelled. */
  async insist(_rest, stage) {
    await stage.say('working');
    await pause(2 ** 30, stage.signal);
    await isAllowedBy(stage, { toolCallId: 'late', title: 'Run late', kind: 'execute' });
    return 'cancelled';
  },

  /** Does not hear of a cancel. */
  async deaf(_rest, { say }) {
    await say('working');
    await wait(2 ** 30);
    return 'end_turn';
  },

  /** Ends, and leaves a tool behind that holds its output open for a while. */
  async orphan(_rest, { say }) {
    await say('leaving');
    spawn('sleep', ['60'], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
    process.exit(4);
  },

  /** Says nothing until it is cancelled; `hang plan`: but for a plan. */
  async hang(rest, { signal, update }) {
    const entries = [{ content: 'Wait', priority: 'low' as const, status: 'in_progress' as const }];
    if (rest === 'plan') await update({ sessionUpdate: 'plan', entries });
    await pause(2 ** 30, signal);
    return 'cancelled';
  },
};

const TOOL_KINDS = ['read', 'search', 'fetch', 'execute', 'delete'] as const;
