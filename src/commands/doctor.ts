// `podwatch doctor`: what is wrong with homes, Pods, system and terminal, and what to do about it.
import { createInterface } from 'node:readline/promises';
import { padText } from '../cells/cellWidth';
import { colourDepth } from '../cells/colourDepth';
import { displayText } from '../cells/displayText';
import { examine } from '../doctor/examine';
import type { HookFile } from '../doctor/examinePrograms';
import type { Finding } from '../doctor/finding';
import type { CommandContext } from './commandContext';
import { readPodList } from './findPod';
import { AGENT_HOOKS } from './hooks/agentHooks';
import { jsonField } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { print, printJson } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'doctor',
  group: 'itself',
  summary: 'Say what is wrong with homes, registry, logs, limits and terminal, and what to do',
  details: [
    'The exit code is 1 while something does not work. Nothing is changed without --fix, and with it only after a question.',
  ],
  positionals: {},
  options: {
    json: jsonField,
    fix: { type: 'boolean', default: false, describe: 'Mend what can be mended safely; asks each time' },
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'With --fix: do not ask' },
  },
  rest: 'nothing',
  run: runDoctor,
});

interface DoctorArgs {
  readonly json: boolean;
  readonly fix: boolean;
  readonly yes: boolean;
}

const LEVEL_CELLS = 9;

async function runDoctor(context: CommandContext, { json, fix, yes }: DoctorArgs): Promise<number> {
  if (yes && !fix) throw new UsageError('--yes goes with --fix.');
  const { homes, config, podProgram, env, stdin, stdout } = context;
  const list = await readPodList(context);
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true;
  const terminal = isTerminal ? { hasAllColours: colourDepth(env) === 'full' } : null;
  const findings = await examine({ homes, list, config, hookFiles: hookFiles(env), podProgram, env, terminal });
  const mended = fix ? await mendAll(context, findings, yes) : new Set<Finding>();
  if (json) {
    const rows = findings.map((found) => {
      const { mend, ...row } = found;
      return { ...row, canBeMended: mend !== null, isMended: mended.has(found) };
    });
    printJson(stdout, rows, 2);
  } else {
    for (const found of findings) printFinding(context, found, mended.has(found));
    print(stdout, summary(findings, mended));
  }
  return findings.some((found) => found.level === 'problem' && !mended.has(found)) ? 1 : 0;
}

/** Those of the user, as `podwatch hooks` writes them. */
function hookFiles(env: NodeJS.ProcessEnv): readonly HookFile[] {
  return AGENT_HOOKS.map(({ name, file }) => ({ program: name, file: file(env, null) }));
}

function printFinding({ stdout }: CommandContext, { level, area, message, advice }: Finding, isMended: boolean): void {
  print(stdout, `${padText(isMended ? 'mended' : level, LEVEL_CELLS)}${area}: ${displayText(message)}`);
  if (advice !== null && !isMended) print(stdout, `${' '.repeat(LEVEL_CELLS)}→ ${displayText(advice)}`);
}

function summary(findings: readonly Finding[], mended: ReadonlySet<Finding>): string {
  const left = findings.filter((found) => !mended.has(found));
  const count = (level: Finding['level']) => {
    const { length } = left.filter((found) => found.level === level);
    return `${length} ${level}${length === 1 ? '' : 's'}`;
  };
  const mendable = left.filter(({ mend }) => mend !== null).length;
  const offer = mendable === 0 ? '' : ` ${mendable} can be mended: podwatch doctor --fix`;
  return `${count('problem')}, ${count('warning')}, ${count('note')}.${offer}`;
}

/** One after the other, each after its question. No answer is a no. */
async function mendAll(context: CommandContext, findings: readonly Finding[], yes: boolean): Promise<Set<Finding>> {
  const mended = new Set<Finding>();
  const mendable = findings.filter(({ mend }) => mend !== null);
  const lines = yes || mendable.length === 0 ? null : createInterface({ input: context.stdin });
  const answers = lines?.[Symbol.asyncIterator]();
  try {
    for (const found of mendable) {
      if (found.mend === null || !(await isAgreed(context, found, answers))) continue;
      const outcome = await found.mend.run();
      if (outcome.kind === 'done') mended.add(found);
      else reportFailure(context, outcome);
    }
  } finally {
    lines?.close();
  }
  return mended;
}

async function isAgreed(
  { stderr }: CommandContext,
  { message, mend }: Finding,
  answers: AsyncIterator<string> | undefined,
): Promise<boolean> {
  if (answers === undefined) return true;
  print(stderr, `${displayText(message)}\nShall ${mend?.what}? [y/N]`);
  const { value, done } = await answers.next();
  return done !== true && /^y(es)?$/i.test(String(value).trim());
}
