// `podwatch explain NAME`: why a Pod is shown as it is, from the same facts as every list.

import { padText } from '../cells/cellWidth';
import { displayName, displayText } from '../cells/displayText';
import { explainPod } from '../podList/explainPod';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import { reportFailure } from './reportFailure';

const LABEL_CELLS = 11;

export async function runExplain(context: CommandContext, { name }: { readonly name: string }): Promise<number> {
  const list = await readPodList(context);
  const found = await findPod(context, name, null, list);
  if (found.kind !== 'found') return reportFailure(context, found);
  const { entry } = found;
  const facts = explainPod({ entry, attention: entry.attention, problems: list.problems, now: Date.now() });
  const lines = [{ label: 'name', text: displayName(name) }, ...facts];
  context.stdout.write(lines.map(({ label, text }) => `${padText(label, LABEL_CELLS)}${displayText(text)}\n`).join(''));
  return 0;
}
