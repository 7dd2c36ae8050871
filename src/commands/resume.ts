// `podwatch -r`: the picker alone; it ends when the chosen Pod has been attached and left.
import type { CommandContext } from './commandContext';
import { runDashboardCommand } from './dashboard';

export function runResume(context: CommandContext): Promise<number> {
  return runDashboardCommand(context, { mode: 'picker' });
}
