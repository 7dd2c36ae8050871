// `podwatch attach NAME`.

import { answers } from '../client/answers';
import type { ForeignFacts } from '../podList/types';
import { readAllocations } from '../store/readRegistry';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/command';
import { aPodName, detachKeyField } from './line/commonFields';
import { reportFailure } from './reportFailure';
import { hasTerminal, showPod } from './showPod';

export const command = defineCommand({
  name: 'attach',
  group: 'pods',
  summary: 'Attach to a live Pod: its screen, then its output, or its conversation',
  details: ['Ctrl+\\ detaches, and twice quickly sends that key to the program. The Pod goes on without you.'],
  positionals: { name: { ...aPodName, complete: { pods: 'attach' } } },
  options: {
    'read-only': { type: 'boolean', default: false, describe: 'Watch only: nothing is sent' },
    'detach-key': detachKeyField,
  },
  rest: 'nothing',
  run: (context, { name, readOnly }) => runAttach(context, { name, readOnly }),
});

interface AttachArgs {
  readonly name: string;
  readonly readOnly: boolean;
}

/** The socket is tried first (formats §7): a live Pod is shown without a look at all the others. */
async function runAttach(context: CommandContext, { name, readOnly }: AttachArgs): Promise<number> {
  const socketPath = await registeredSocket(context, name);
  if (socketPath !== null) return showPod(context, { socketPath, podName: name, readOnly });
  const { findPod } = await import('./findPod');
  const found = await findPod(context, name, 'attach');
  if (found.kind !== 'found') return reportFailure(context, found);
  if (found.entry.foreign !== undefined) return attachForeign(context, found.entry.foreign);
  if (found.entry.socketPath === null) return 1;
  return showPod(context, { socketPath: found.entry.socketPath, podName: found.entry.id.name, readOnly });
}

/** Its own multiplexer has the terminal until it is detached from there. @returns its exit code. */
async function attachForeign(context: CommandContext, { tool, attachCommand }: ForeignFacts): Promise<number> {
  if (attachCommand === null || !hasTerminal(context)) {
    const message = `Attaching to a session of ${tool} needs a terminal.`;
    return reportFailure(context, { kind: 'failed', message });
  }
  const { runInTerminal } = await import('../actions/runInTerminal');
  const ran = await runInTerminal(attachCommand, context.env);
  return ran.kind === 'done' ? ran.code : reportFailure(context, ran);
}

/** Null also where more than one home could mean it. */
async function registeredSocket({ homes }: CommandContext, name: string): Promise<string | null> {
  if (homes.length > 1) return null;
  const own = (await readAllocations(homes[0])).find((entry) => entry.pod_name === name);
  return own !== undefined && (await answers(own.socket)) ? own.socket : null;
}
