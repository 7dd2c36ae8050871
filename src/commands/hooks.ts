// `podwatch hooks install|remove|status AGENT…`: the hooks of docs/hooks.md in the agents' own settings.
import { failure } from '../actions/actionFailure';
import { displayName, displayText } from '../cells/displayText';
import { errorWords } from '../store/fileErrors';
import { askYes } from './askYes';
import type { CommandContext } from './commandContext';
import { AGENT_HOOKS, type AgentHooks } from './hooks/agentHooks';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { print, printJson } from './printText';
import { reportFailure } from './reportFailure';
import { hasTerminal } from './showPod';

const DEEDS = ['install', 'remove', 'status'] as const;
type Deed = (typeof DEEDS)[number];

export const command = defineCommand({
  name: 'hooks',
  group: 'agents',
  summary: 'Let an agent in a terminal say what it does: write its hooks, take them out, or look',
  details: [
    'The change is shown before it is written, and on a terminal asked for. What else is in the file stays; "remove" brings back exactly what was there, or takes out ours where the file was changed since.',
  ],
  positionals: {
    deed: {
      type: 'string',
      demandOption: true,
      value: DEEDS.join('|'),
      complete: { words: DEEDS },
      describe: 'What to do',
    },
    agents: {
      type: 'string',
      array: true,
      value: 'AGENT',
      complete: { words: AGENT_HOOKS.map(({ name }) => name) },
      describe: `${AGENT_HOOKS.map(({ name }) => name).join(', ')} (status: default all)`,
    },
  },
  options: {
    project: { type: 'boolean', default: false, describe: 'In the settings of this directory, not of the user' },
    'dry-run': { type: 'boolean', default: false, describe: 'Show only' },
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'Without asking' },
    json: { type: 'boolean', default: false, describe: 'status: one JSON array' },
  },
  rest: 'nothing',
  run: async (context, { deed, agents = [], project, dryRun, yes, json }) => {
    const known = DEEDS.find((each) => each === deed);
    if (known === undefined)
      throw new UsageError(`podwatch hooks is followed by ${DEEDS.join(', ')}, not ${JSON.stringify(deed)}.`);
    const wanted = agents.length === 0 && known === 'status' ? AGENT_HOOKS : agents.map(agentHooks);
    if (wanted.length === 0)
      throw new UsageError(`Say which agent: podwatch hooks ${known} ${AGENT_HOOKS.map(({ name }) => name).join('|')}`);
    const files = wanted.map((agent) => ({ agent, file: agent.file(context.env, project ? context.cwd : null) }));
    if (known === 'status') return showStatus(context, files, json);
    const codes: number[] = [];
    for (const each of files) codes.push(await change(context, each, { deed: known, dryRun, yes }));
    return codes.find((code) => code !== 0) ?? 0;
  },
});

/** @throws UsageError */
function agentHooks(name: string): AgentHooks {
  const known = AGENT_HOOKS.find((agent) => agent.name === name);
  if (known !== undefined) return known;
  throw new UsageError(
    `There are hooks for ${AGENT_HOOKS.map((agent) => agent.name).join(', ')}, not for ${JSON.stringify(name)}.`,
  );
}

interface AgentFile {
  readonly agent: AgentHooks;
  readonly file: string;
}

interface Change {
  readonly deed: Exclude<Deed, 'status'>;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

async function change(
  context: CommandContext,
  { agent, file }: AgentFile,
  { deed, dryRun, yes }: Change,
): Promise<number> {
  const { readKept, readSettings, removeKept, writeKept, writeSettings } = await import('./hooks/hookFile');
  const [home] = context.homes;
  const shown = displayName(file);
  try {
    const before = readSettings(file);
    const kept = readKept(home, file);
    const after = deed === 'install' ? await installed(agent, before) : await removed(agent, before, kept);
    if (!after.ok) return reportFailure(context, failure('failed', `${shown} stays as it is: ${after.error}.`));
    if (after.value === before) {
      print(context.stdout, `${agent.label}: nothing to do in ${shown}.`);
      return 0;
    }
    await showChange(context, file, before, after.value);
    if (dryRun) return 0;
    if (!yes && hasTerminal(context) && !(await askYes(context, 'Write this? [y/N] '))) return 1;
    // First what brings it back; a second install goes on from the same beginning.
    if (deed === 'install' && after.value !== null) {
      writeKept(home, { file, before: kept?.after === before ? kept.before : before, after: after.value });
    }
    writeSettings(file, after.value);
    if (deed === 'remove') removeKept(home, file);
    print(context.stdout, `${agent.label}: hooks ${deed === 'install' ? 'written to' : 'taken out of'} ${shown}.`);
    if (deed === 'install' && agent.advice !== null) print(context.stdout, agent.advice);
    return 0;
  } catch (error) {
    return reportFailure(context, failure('failed', `${shown} cannot be changed: ${errorWords(error)}.`));
  }
}

async function installed(agent: AgentHooks, before: string | null) {
  const { withOurHooks } = await import('./hooks/hookEdits');
  return withOurHooks(agent, before);
}

/** What was there before us, where nobody has changed it since. */
async function removed(
  agent: AgentHooks,
  before: string | null,
  kept: { before: string | null; after: string } | null,
) {
  if (before === null) return { ok: true as const, value: null };
  if (kept?.after === before) return { ok: true as const, value: kept.before };
  const { withoutHooks } = await import('./hooks/hookEdits');
  return withoutHooks(agent, before);
}

/** The changed lines alone: what stands beside them may be a secret. */
async function showChange(
  { stdout }: CommandContext,
  file: string,
  before: string | null,
  after: string | null,
): Promise<void> {
  const { changeText } = await import('../conversation/conversationText');
  if (after === null) {
    print(stdout, `${displayName(file)} goes away: nothing but ours is in it.`);
    return;
  }
  const lines = changeText({ path: file, before, after }).split('\n');
  const shown = lines.filter((line, at) => at < 2 || /^[-+]/.test(line));
  print(stdout, shown.map(displayText).join('\n'));
}

async function showStatus(context: CommandContext, files: readonly AgentFile[], json: boolean): Promise<number> {
  const { findHooks } = await import('./hooks/hookEdits');
  const { readSettings } = await import('./hooks/hookFile');
  const rows = files.map(({ agent, file }) => {
    try {
      const found = findHooks(agent, readSettings(file));
      if (!found.ok) return { agent: agent.name, file, state: 'unreadable', missing: [], fault: found.error };
      const { present, missing } = found.value;
      const state = missing.length === 0 ? 'installed' : present.length > 0 ? 'partly installed' : 'not installed';
      return { agent: agent.name, file, state, missing: present.length > 0 ? missing : [], fault: null };
    } catch (error) {
      return { agent: agent.name, file, state: 'unreadable', missing: [], fault: errorWords(error) };
    }
  });
  if (json) printJson(context.stdout, rows, 2);
  else {
    for (const { agent, file, state, missing, fault } of rows) {
      const more = fault ?? (missing.length > 0 ? `without ${missing.join(', ')}` : '');
      print(
        context.stdout,
        `${agent.padEnd(9)} ${state.padEnd(16)} ${displayName(file)}${more === '' ? '' : ` (${displayText(more)})`}`,
      );
    }
  }
  return 0;
}
