// `podwatch explain NAME`: why a Pod is shown as it is, from the same facts as every list.

import { padText } from '../cells/cellWidth';
import { displayName, displayText } from '../cells/displayText';
import { explainPod } from '../podList/explainPod';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import { defineCommand } from './line/command';
import { aPodName } from './line/commonFields';
import { print } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'explain',
  group: 'history',
  summary: 'Say why a Pod is shown as it is, and which fact decided it',
  positionals: { name: { ...aPodName, complete: { pods: null, sessions: true } } },
  options: {},
  rest: 'nothing',
  run: runExplain,
});

const LABEL_CELLS = 11;

async function runExplain(context: CommandContext, { name }: { readonly name: string }): Promise<number> {
  const list = await readPodList(context, [name]);
  const found = await findPod(context, name, null, list);
  if (found.kind !== 'found') return reportFailure(context, found);
  const { entry } = found;
  const facts = explainPod({ entry, attention: entry.attention, problems: list.problems, now: Date.now() });
  const lines = [{ label: 'name', text: displayName(name) }, ...facts];
  for (const { label, text } of lines) print(context.stdout, `${padText(label, LABEL_CELLS)}${displayText(text)}`);
  return 0;
}
