// `podwatch agent --install`, `--uninstall` and `--print`: its unit is written and taken away; systemd is told by the user.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { failure } from '../../actions/actionFailure';
import { displayName } from '../../cells/displayText';
import { AGENT_UNIT, agentUnitFile, agentUnitText, UNIT_HEAD } from '../../fleetSetup/agentUnit';
import { errorWords } from '../../store/fileErrors';
import { thisSystem } from '../../system/thisSystem';
import type { CommandContext } from '../commandContext';
import { readSettings, writeSettings } from '../hooks/hookFile';
import { print } from '../printText';
import { reportFailure } from '../reportFailure';
import { type Agreement, isAgreed } from './agreedOn';

/** From the bundle that holds this file to the directory of them all; the build fills it in. */
declare const WAY_TO_DIST: string;

const STEPS = [
  'Start it, now and with each login:',
  '  systemctl --user daemon-reload',
  `  systemctl --user enable --now ${AGENT_UNIT.replace('.service', '')}`,
  'That it runs without a login too, and your Pods outlive a logout:',
  '  loginctl enable-linger',
  'What it says: journalctl --user -u podwatch-agent',
];

const STOP = `systemctl --user disable --now ${AGENT_UNIT.replace('.service', '')}`;

/** @returns the exit code. */
export function printAgentUnit(context: CommandContext): number {
  print(context.stdout, unitText(context).trimEnd());
  return 0;
}

/** @returns the exit code. @throws UsageError */
export async function installAgent(context: CommandContext, agreement: Agreement): Promise<number> {
  const place = unitPlace(context);
  if (typeof place !== 'string') return reportFailure(context, place);
  if (context.config.fleet === null) {
    const words = `There is no fleet in the configuration ${displayName(context.config.file)}: join one first, podwatch fleet join DIR.`;
    return reportFailure(context, failure('not-eligible', words));
  }
  return changed(context, place, async (before) => {
    const text = unitText(context);
    print(context.stdout, `${displayName(place)}:\n${text.trimEnd().replace(/^(?=.)/gm, '  ')}\n`);
    if (before !== text) {
      if (!(await isAgreed(context, agreement))) return agreement.dryRun ? 0 : 1;
      writeSettings(place, text);
    }
    print(context.stdout, STEPS.join('\n'));
    return 0;
  });
}

/** @returns the exit code. @throws UsageError */
export async function uninstallAgent(context: CommandContext, agreement: Agreement): Promise<number> {
  const place = unitPlace(context);
  if (typeof place !== 'string') return reportFailure(context, place);
  return changed(context, place, async (before) => {
    if (before === null) {
      print(context.stdout, `There is no ${displayName(place)}.`);
      return 0;
    }
    print(context.stdout, `${displayName(place)} goes. Before that, so that it does not run on: ${STOP}`);
    if (!(await isAgreed(context, agreement))) return agreement.dryRun ? 0 : 1;
    rmSync(place);
    print(context.stdout, 'Gone. Then: systemctl --user daemon-reload. Pods go on.');
    return 0;
  });
}

/** Only a file that we have written. */
async function changed(
  context: CommandContext,
  place: string,
  change: (before: string | null) => Promise<number>,
): Promise<number> {
  try {
    const before = readSettings(place);
    if (before !== null && !before.startsWith(UNIT_HEAD)) {
      return reportFailure(context, failure('failed', `${displayName(place)} is not ours, and stays as it is.`));
    }
    return await change(before);
  } catch (error) {
    if (error instanceof Error && !('code' in error)) throw error;
    return reportFailure(context, failure('failed', `${displayName(place)} cannot be changed: ${errorWords(error)}.`));
  }
}

function unitPlace({ env }: CommandContext) {
  if (!thisSystem.mayHaveSystemd) {
    const words =
      'There is no systemd here. Have podwatch agent started by launchd, or by whatever starts your programs.';
    return failure('not-eligible', words);
  }
  return agentUnitFile(env) ?? failure('not-eligible', 'There is no home directory: HOME is not set.');
}

function unitText({ env }: CommandContext): string {
  return agentUnitText({ argv: [process.execPath, path.resolve(__dirname, WAY_TO_DIST, 'cli.js'), 'agent'], env });
}
