// What helpers of the agent say under sessions of their own: words and steps, nested under the call that started them.
import type { AgentNested } from '../../protocol/agentExtension';
import type { AgentUpdate, ToolNews } from '../../protocol/agentUpdate';

/** Of a step's outcome, code units: the helper's own words tell of the rest. */
const MAX_OUTCOME = 4000;
/** Of an id in place of a name, code units. */
const MAX_NAME = 24;

interface Helper {
  readonly callId: string;
  title: string | null;
  pending: string;
  lastKind: string;
  readonly steps: Map<string, { title: string; isEnded: boolean }>;
}

export class NestedWords {
  private readonly helpers = new Map<string, Helper>();
  private readonly titles = new Map<string, string>();

  /** The call that the session's words stand under; null: nothing has come of it yet. */
  callOf(sessionId: string): string | null {
    return this.helpers.get(sessionId)?.callId ?? null;
  }

  /** How a person would call the helper. */
  nameOf(sessionId: string): string {
    return (
      this.titles.get(sessionId) ?? `sub-agent ${sessionId.length > MAX_NAME ? sessionId.slice(-MAX_NAME) : sessionId}`
    );
  }

  named(sessionId: string, title: string | null): void {
    if (title !== null) this.titles.set(sessionId, title);
  }

  under(sessionId: string, callId: string): void {
    if (this.helpers.has(sessionId)) return;
    this.helpers.set(sessionId, { callId, title: null, pending: '', lastKind: '', steps: new Map() });
  }

  /** Takes what can be told in words; the rest of a helper's session is its own affair. */
  take(sessionId: string, update: AgentUpdate): void {
    const helper = this.helpers.get(sessionId);
    if (!helper) return;
    switch (update.kind) {
      case 'text':
      case 'thinking':
        this.say(helper, update.kind, update.text);
        break;
      case 'tool':
        this.step(helper, update.news);
        break;
      case 'plan':
        this.say(
          helper,
          'plan',
          update.plan.entries.map(({ content, status }) => `- ${content} (${status})`).join('\n'),
        );
        break;
      case 'title':
        this.named(sessionId, update.title);
        break;
    }
  }

  /** What has come since, for viewers and log alike. */
  flush(): AgentNested[] {
    return [...this.helpers].flatMap(([session, helper]) => {
      const text = helper.pending;
      helper.pending = '';
      return text === '' ? [] : [{ call_id: helper.callId, session, text }];
    });
  }

  private say(helper: Helper, kind: string, text: string): void {
    if (text === '') return;
    const isSame = helper.lastKind === kind && kind !== 'plan';
    helper.pending += isSame || helper.lastKind === '' ? text : `\n\n${text}`;
    helper.lastKind = kind;
  }

  private step(helper: Helper, news: ToolNews): void {
    const known = helper.steps.get(news.id);
    const title = news.title ?? known?.title ?? news.name ?? news.id;
    const isEnded = news.status === 'completed' || news.status === 'failed';
    helper.steps.set(news.id, { title, isEnded });
    const words = news.parts?.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n') ?? '';
    if (known?.isEnded) return;
    if (isEnded) {
      const outcome = words.length > MAX_OUTCOME ? `${words.slice(0, MAX_OUTCOME)} …` : words;
      this.say(helper, `end ${news.id}`, `${news.status === 'failed' ? '✗' : '✓'} ${title}${quoted(outcome)}`);
    } else if (!known) this.say(helper, `step ${news.id}`, `▸ ${title}`);
  }
}

function quoted(outcome: string): string {
  return outcome.trim() === ''
    ? ''
    : `\n${outcome
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`)
        .join('\n')}`;
}
