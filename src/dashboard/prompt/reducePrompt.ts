// The new-Pod prompt: name, directory, kind and command, and a request once they make sense.

import { shortDirectory } from '../../podList/shortDirectory';
import { editField, type FieldEdit, fieldOf, fieldText } from '../kit/textField';
import type { Intent } from '../loop/intent';
import { restoreEnded } from '../loop/openPod';
import type { ActionOutcome } from '../loop/ports';
import { selectWhenLive } from '../loop/reduceList';
import type { Report } from '../loop/report';
import { type DashboardState, openEntry } from '../loop/state';
import { type Step, stay, withEffect, withOutcome, withRunning } from '../loop/step';
import { completedDirectory, offeredCommands, offeredDirectories, shellOf } from './promptOffers';
import {
  checkOf,
  newPodQuestion,
  newPrompt,
  type PromptField,
  type PromptState,
  promptFields,
  type RestoredElsewhere,
} from './promptState';
import { shellSyntax } from './shellSyntax';
import { splitWords } from './splitWords';

/** Opens it, and asks what there is to choose from; null: that is not asked for. */
export function openPrompt(state: DashboardState, intent: Intent): Step | null {
  if (intent.kind !== 'newPod') return null;
  const overlay = newPrompt(shortDirectory(state.cwd, state.userHome));
  const { effects, state: opened } = asking({ ...state, overlay }, overlay);
  return { state: opened, effects: [{ kind: 'offerNewPod' }, ...effects] };
}

/** Asks where a Pod is to go on whose own directory is not there; whoever has gone on to something else is only told. */
function askWhere(before: DashboardState, report: Report): Step | null {
  if (report.kind !== 'restoreEnded' || report.outcome.kind !== 'failed') return null;
  const from = report.outcome.lacksDirectory;
  const entry = before.list.entries.find(({ key }) => key === report.key);
  const isBusy =
    before.overlay !== null || before.composer.focused || before.attached !== null || openEntry(before) !== null;
  if (from === undefined || entry === undefined || isBusy) return null;
  const opens = before.openWhenRestored === report.key;
  const state = withRunning(opens ? { ...before, openWhenRestored: null } : before, report.key, null);
  const asked = { id: entry.id, key: entry.key, from, opens };
  return asking(state, newPrompt(shortDirectory(state.cwd, state.userHome), asked));
}

/** While it is still open a failure is shown in it. */
function restoredElsewhere(state: DashboardState, report: Report): Step | null {
  const { overlay: prompt } = state;
  if (report.kind !== 'restoreEnded' || prompt?.kind !== 'prompt') return null;
  if (!prompt.starting || prompt.restores?.key !== report.key) return null;
  if (report.outcome.kind === 'done') return restoreEnded({ ...state, overlay: null }, report.key, report.outcome);
  const told = { ...prompt, starting: false, error: report.outcome.message };
  return stay({ ...withRunning(state, report.key, null), overlay: told });
}

/** Answers a key while the prompt is open. Escape closes it even while the Pod is starting; the start goes on. */
export function reducePrompt(state: DashboardState, open: PromptState, intent: Intent): Step {
  if (intent.kind === 'close') return stay({ ...state, overlay: null });
  if (open.starting) return stay(state);
  // Whatever comes behind an Enter that still waits is a change of mind.
  const prompt = open.awaitsName ? { ...open, awaitsName: false } : open;
  switch (intent.kind) {
    case 'edit':
      return edited(state, prompt, intent.edit);
    case 'nextField':
      return stay(inField(state, prompt, besideField(prompt, intent.by)));
    case 'completeField':
      return completed(state, prompt) ?? stay(inField(state, prompt, besideField(prompt, 1)));
    case 'fieldChoice':
      return chosen(state, prompt, intent.by);
    case 'submit':
      return submitted(state, prompt);
    default:
      return stay(state);
  }
}

/** What was found out for it; null: the report is of something else. */
export function promptHears(state: DashboardState, report: Report): Step | null {
  if (report.kind === 'runEnded') return stay(runEnded(state, report.outcome));
  if (report.kind === 'restoreEnded') return restoredElsewhere(state, report) ?? askWhere(state, report);
  const { overlay } = state;
  if (report.kind === 'newPodOffered') {
    return overlay?.kind === 'prompt'
      ? stay({ ...state, overlay: { ...overlay, offers: report.offers } })
      : stay(state);
  }
  if (report.kind !== 'newPodChecked') return null;
  if (overlay?.kind !== 'prompt') return stay(state);
  const told = { ...overlay, check: { asked: report.asked, found: report.found } };
  if (!told.awaitsName || checkOf(told) === null) return stay({ ...state, overlay: told });
  return submit(state, { ...told, awaitsName: false });
}

function asking(state: DashboardState, prompt: PromptState): Step {
  return withEffect({ ...state, overlay: prompt }, { kind: 'checkNewPod', asked: newPodQuestion(prompt) });
}

function edited(state: DashboardState, prompt: PromptState, edit: FieldEdit): Step {
  if (prompt.field === 'kind') return asking(state, withKind(prompt, edit));
  const field = editField(prompt[prompt.field], edit);
  const next = { ...prompt, [prompt.field]: field, error: null, chosen: null };
  return asking(state, prompt.field === 'command' ? { ...next, recalled: null } : next);
}

/** The other kind; what deletes text changes nothing here. */
function withKind(prompt: PromptState, edit: FieldEdit): PromptState {
  if (edit.kind !== 'type' && edit.kind !== 'left' && edit.kind !== 'right') return prompt;
  return { ...prompt, holds: prompt.holds === 'terminal' ? 'agent' : 'terminal', error: null, recalled: null };
}

function inField(state: DashboardState, prompt: PromptState, field: PromptField): DashboardState {
  return { ...state, overlay: { ...prompt, field, chosen: null } };
}

function besideField(prompt: PromptState, by: 1 | -1): PromptField {
  const fields = promptFields(prompt);
  return fields[(fields.indexOf(prompt.field) + by + fields.length) % fields.length] ?? prompt.field;
}

/** The directory as it was chosen, or as far as it goes without a choice; null: there is nothing to complete. */
function completed(state: DashboardState, prompt: PromptState): Step | null {
  if (prompt.field !== 'directory') return null;
  const picked = prompt.chosen === null ? undefined : offeredDirectories(state, prompt)[prompt.chosen];
  const next = picked ?? completedDirectory(state, prompt);
  if (next === fieldText(prompt.directory)) return null;
  return asking(state, { ...prompt, directory: fieldOf(next), chosen: null, error: null });
}

function chosen(state: DashboardState, prompt: PromptState, by: 1 | -1): Step {
  if (prompt.field === 'directory') {
    const last = offeredDirectories(state, prompt).length - 1;
    const at = prompt.chosen === null ? (by > 0 ? 0 : -1) : prompt.chosen + by;
    if (at >= 0 && at <= last) return stay({ ...state, overlay: { ...prompt, chosen: at } });
    if (at < 0 && prompt.chosen !== null) return stay({ ...state, overlay: { ...prompt, chosen: null } });
    if (prompt.chosen !== null) return stay(state);
  }
  const recalled = prompt.field === 'command' ? recall(state, prompt, by) : null;
  return recalled ?? stay(inField(state, prompt, besideField(prompt, by)));
}

/** Up to an earlier command, down to a later one, and to what was typed at last; null: there is none in that direction. */
function recall(state: DashboardState, prompt: PromptState, by: 1 | -1): Step | null {
  const commands = offeredCommands(state, prompt);
  const at = (prompt.recalled?.at ?? -1) - by;
  if (by < 0 && commands.length > 0 && at >= commands.length) return stay(state);
  if (at < 0) {
    if (prompt.recalled === null) return null;
    return asking(state, { ...prompt, command: prompt.recalled.typed, recalled: null, error: null });
  }
  const command = commands[at];
  if (command === undefined) return null;
  const typed = prompt.recalled?.typed ?? prompt.command;
  return asking(state, { ...prompt, command: fieldOf(command), recalled: { at, typed }, error: null });
}

/** From the command it starts; from elsewhere it goes on to the command, unless what stands there is wrong. */
function submitted(state: DashboardState, prompt: PromptState): Step {
  if (prompt.field === 'command') return submit(state, prompt);
  const taken = prompt.field === 'directory' && prompt.chosen !== null ? completed(state, prompt) : null;
  if (taken !== null) return taken;
  const found = checkOf(prompt);
  const fault =
    prompt.field === 'name' ? found?.nameFault : prompt.field === 'directory' ? found?.directoryFault : null;
  if (fault != null) return stay({ ...state, overlay: { ...prompt, error: fault } });
  if (prompt.restores !== null) return goOn(state, prompt, prompt.restores);
  return stay(inField(state, { ...prompt, error: null }, 'command'));
}

function goOn(state: DashboardState, prompt: PromptState, { id, key, opens }: RestoredElsewhere): Step {
  const typed = newPodQuestion(prompt).directory;
  const starting = { ...prompt, error: null, starting: true };
  const restoring = withRunning({ ...state, overlay: starting }, key, 'restoring');
  const directory = typed === '' ? state.cwd : typed;
  return withEffect(opens ? { ...restoring, openWhenRestored: key } : restoring, {
    kind: 'restore',
    id,
    key,
    directory,
  });
}

const NO_NAME = 'A Pod needs a name.';
const WHICH_AGENT = 'Say which agent: one that podwatch agents lists, or its command.';

function submit(state: DashboardState, prompt: PromptState): Step {
  const refused = (error: string, field: PromptField): Step =>
    stay({ ...state, overlay: { ...prompt, field, error, chosen: null } });
  const found = checkOf(prompt);
  const { name: typed, directory, command } = newPodQuestion(prompt);
  const name = typed === '' ? (found?.suggestion ?? '') : typed;
  // Typed faster than a name could be found for it.
  if (name === '' && found === null) return stay({ ...state, overlay: { ...prompt, error: null, awaitsName: true } });
  if (name === '') return refused(found?.nameFault ?? NO_NAME, 'name');
  if (found?.nameFault != null) return refused(found.nameFault, 'name');
  if (found?.directoryFault != null) return refused(found.directoryFault, 'directory');
  const split = splitWords(command);
  if (split.kind === 'error') return refused(split.message, 'command');
  if (prompt.holds === 'agent' && split.words.length === 0) return refused(WHICH_AGENT, 'command');
  const byShell = prompt.holds === 'terminal' && shellSyntax(command) !== null;
  const argv = byShell ? [shellOf(prompt), '-c', command.trim()] : split.words;
  const starting = { ...state, overlay: { ...prompt, error: null, starting: true } };
  const cwd = directory === '' ? state.cwd : directory;
  return withEffect(starting, { kind: 'run', request: { name, holds: prompt.holds, argv, cwd } });
}

/** While the prompt is still open a failure is shown in it, with all that was typed. */
function runEnded(state: DashboardState, outcome: ActionOutcome): DashboardState {
  const prompt = state.overlay?.kind === 'prompt' && state.overlay.starting ? state.overlay : null;
  if (outcome.kind === 'failed') {
    if (prompt === null) return withOutcome(state, outcome);
    return { ...state, overlay: { ...prompt, starting: false, error: outcome.message } };
  }
  const closed = prompt === null ? state : { ...state, overlay: null };
  const { started } = outcome;
  return withOutcome(started === undefined ? closed : selectWhenLive(closed, started), outcome);
}
