// The line below a conversation: where its plan stands, and how full the model's context is.
import { displayText } from '../../cells/displayText';
import { span } from '../../cells/spans';
import type { Span } from '../../cells/textStyle';
import type { Conversation, PlanEntry, Usage } from '../../conversation/conversation';
import type { Theme } from '../kit/theme';

/** Empty where nothing is known. */
export function conversationFacts({ plan, usage }: Conversation, theme: Theme): readonly Span[] {
  const parts = [planSpans(plan, theme), usageSpans(usage, theme)].filter((spans) => spans.length > 0);
  return parts.flatMap((spans, index) => (index === 0 ? spans : [span(' · ', theme.dim), ...spans]));
}

function planSpans(plan: readonly PlanEntry[], theme: Theme): readonly Span[] {
  if (plan.length === 0) return [];
  const done = plan.filter(({ status }) => status === 'completed').length;
  const current = plan.find(({ status }) => status === 'in_progress');
  const words = current === undefined || done === plan.length ? '' : ` ${displayText(current.content)}`;
  return [span(`plan ${done}/${plan.length}`, done === plan.length ? theme.dim : theme.text), span(words, theme.dim)];
}

function usageSpans({ used, size, cost }: Usage, theme: Theme): readonly Span[] {
  const parts: string[] = [];
  if (used !== null) {
    const share = size === null || size <= 0 ? '' : ` (${Math.round((100 * used) / size)}%)`;
    const of = size === null || size <= 0 ? '' : `/${tokens(size)}`;
    parts.push(`${tokens(used)}${of} tokens${share}`);
  }
  if (cost !== null) parts.push(`${cost.amount.toFixed(2)} ${displayText(cost.currency)}`);
  return parts.length === 0 ? [] : [span(parts.join(' · '), theme.dim)];
}

/** `812`, `12k`, `1.2M`. */
function tokens(count: number): string {
  if (count < 1000) return String(count);
  return count < 999_500 ? `${Math.round(count / 1000)}k` : `${(count / 1_000_000).toFixed(1)}M`;
}
