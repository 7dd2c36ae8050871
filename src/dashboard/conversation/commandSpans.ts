// The slash commands that fit what is being written: the first one, which Tab takes, with what it does, then the others.
import { displayText } from '../../cells/displayText';
import { span } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import type { AgentCommand } from '../../conversation/conversation';
import type { Theme } from '../kit/theme';

/** Safe text; empty where there are none. */
export function commandSpans(commands: readonly AgentCommand[], theme: Theme): readonly Span[] {
  const [first, ...others] = commands;
  if (first === undefined) return [];
  const about = displayText(first.description).trim();
  const names = others.map(({ name }) => `/${displayText(name)}`).join(' ');
  return [
    span('Tab ', theme.key),
    span(`/${displayText(first.name)}`, theme.strong),
    span(first.hint === null ? '' : ` ${displayText(first.hint)}`, theme.text),
    span(about === '' ? '' : ` ${about}`, theme.dim),
    span(names === '' ? '' : ` · ${names}`, theme.dim),
  ];
}

/** The same of files that fit what is being mentioned. */
export function fileSpans(files: readonly string[], theme: Theme): readonly Span[] {
  const [first, ...others] = files;
  if (first === undefined) return [];
  const names = others.map((file) => `@${displayText(file)}`).join(' ');
  return [
    span('Tab ', theme.key),
    span(`@${displayText(first)}`, theme.strong),
    span(names === '' ? '' : ` · ${names}`, theme.dim),
  ];
}
