// The terminals of ours that stand in calls of tools: what they put out is shown there, as it comes and for good.
import { NO_NEWS, type ToolNews } from '../../../protocol/agentUpdate';
import type { KeptConversation } from '../keptConversation';
import type { ClientTools } from './clientTools';

/** Of what comes after its call has ended, code units: told once, when the terminal ends. */
const MAX_LATE = 64 * 1024;

interface Shown {
  readonly callId: string;
  late: string;
}

export class ShownTerminals {
  private readonly byTerminal = new Map<string, Shown>();

  constructor(
    private readonly tools: ClientTools | null,
    private readonly conversation: () => KeptConversation,
  ) {}

  /** The news with what a terminal that it names first has put out so far. */
  withOutput(news: ToolNews): ToolNews {
    const named = (news.parts ?? []).flatMap((part) => (part.kind === 'terminal' ? [part.terminalId] : []));
    const added = named.map((terminalId) => this.begin(terminalId, news.id)).join('');
    return added === '' ? news : { ...news, terminalData: (news.terminalData ?? '') + added };
  }

  output(terminalId: string, raw: string): void {
    const shown = this.byTerminal.get(terminalId);
    if (!shown) return;
    if (this.conversation().mapper.phaseOf(shown.callId) === 'finished')
      shown.late = (shown.late + raw).slice(-MAX_LATE);
    else this.tell(shown.callId, raw);
  }

  ended(terminalId: string): void {
    const shown = this.byTerminal.get(terminalId);
    if (!shown || shown.late === '') return;
    this.tell(shown.callId, shown.late);
    shown.late = '';
  }

  private begin(terminalId: string, callId: string): string {
    const terminal = this.tools?.terminals.get(terminalId);
    if (!terminal || this.byTerminal.has(terminalId)) return '';
    this.byTerminal.set(terminalId, { callId, late: '' });
    return terminal.rawOutput;
  }

  private tell(callId: string, terminalData: string): void {
    const conversation = this.conversation();
    const news = { ...NO_NEWS, id: callId, terminalData };
    conversation.apply(conversation.mapper.update({ kind: 'tool', isCall: false, news }));
  }
}
