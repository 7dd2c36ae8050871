// What is to be written is shown before, and wanted.
import { displayName } from '../../cells/displayText';
import type { FleetFile } from '../../fleetSetup/fleetFiles';
import { askYes } from '../askYes';
import type { CommandContext } from '../commandContext';
import { UsageError } from '../line/usageError';
import { print } from '../printText';
import { hasTerminal } from '../showPod';

export interface Agreement {
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/** Names, never the text, of what is secret. `texts`: those of these files are shown whole. */
export function showFiles(
  { stdout }: CommandContext,
  directory: string,
  files: readonly FleetFile[],
  texts: readonly string[],
): void {
  print(stdout, `In ${displayName(directory)}:`);
  const width = Math.max(...files.map(({ path }) => path.length));
  for (const { path, use, isSecret } of files) {
    print(stdout, `  ${displayName(path.padEnd(width))}  ${use}${isSecret ? ' (secret)' : ''}`);
  }
  for (const file of files.filter(({ path }) => texts.includes(path))) {
    print(stdout, `\n${displayName(file.path)}:\n${file.text.trimEnd().replace(/^/gm, '  ')}`);
  }
  print(stdout, '');
}

/** @throws UsageError where nobody can be asked. */
export async function isAgreed(context: CommandContext, { dryRun, yes }: Agreement): Promise<boolean> {
  if (dryRun) return false;
  if (yes) return true;
  if (!hasTerminal(context)) throw new UsageError('Nothing is written: nobody can be asked here. Say --yes for that.');
  return askYes(context, 'Write this? [y/N] ');
}
