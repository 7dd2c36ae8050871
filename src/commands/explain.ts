// `podwatch explain NAME …`: why a Pod is shown as it is, from the same facts as every list.

import { padText } from '../cells/cellWidth';
import { displayName, displayText } from '../cells/displayText';
import { explainPod } from '../podList/explainPod';
import type { PodList } from '../podList/podList';
import type { CommandContext } from './commandContext';
import { findPod, readPodList } from './findPod';
import { podNames } from './line/commonFields';
import { defineCommand } from './line/defineCommand';
import { expandNames } from './podPatterns';
import { print } from './printText';
import { reportFailure } from './reportFailure';

export const command = defineCommand({
  name: 'explain',
  group: 'history',
  summary: 'Say why a Pod is shown as it is, and which fact decided it',
  positionals: { names: { ...podNames, complete: { pods: null, sessions: true } } },
  options: {},
  rest: 'words',
  run: (context, { names }, more) => runExplain(context, [...names, ...more]),
});

const LABEL_CELLS = 11;

async function runExplain(context: CommandContext, patterns: readonly string[]): Promise<number> {
  const list = await readPodList(context, patterns);
  let code = 0;
  for (const [at, name] of expandNames(patterns, list.entries).entries()) {
    if (at > 0) print(context.stdout, '');
    const own = await explainOne(context, name, list);
    code ||= own;
  }
  return code;
}

async function explainOne(context: CommandContext, name: string, list: PodList): Promise<number> {
  const found = await findPod(context, name, null, list);
  if (found.kind !== 'found') return reportFailure(context, found);
  const { entry } = found;
  const facts = explainPod({ entry, attention: entry.attention, problems: list.problems, now: Date.now() });
  const lines = [{ label: 'name', text: displayName(name) }, ...facts];
  for (const { label, text } of lines) print(context.stdout, `${padText(label, LABEL_CELLS)}${displayText(text)}`);
  return 0;
}
