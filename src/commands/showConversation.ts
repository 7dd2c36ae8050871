// Shows the conversation of one live Pod on the user's terminal, alone.

import { entryName } from '../podList/entryName';
import type { CommandContext } from './commandContext';
import { readPodList } from './findPod';
import { showDashboard } from './showDashboard';

/** The exit code; null: no live Pod answers on that socket any more. */
export async function showConversation(
  context: CommandContext,
  request: { readonly socketPath: string; readonly podName: string; readonly readOnly: boolean },
): Promise<number | null> {
  const { entries } = await readPodList(context, [request.podName]);
  const open = entries.find((entry) => entryName(entry) === request.podName && entry.socketPath === request.socketPath);
  return open?.canAttach === true ? showDashboard(context, { open, isReadOnly: request.readOnly }) : null;
}
