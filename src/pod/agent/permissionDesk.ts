// The open permission requests of an agent: each is answered exactly once, by a viewer, by the policy, or by a cancel.
import type { PermissionOption, RequestPermissionOutcome } from '@agentclientprotocol/sdk';
import type {
  PermissionAnswer,
  PermissionAnswered,
  PermissionPolicy,
  PermissionRequest,
} from '../../protocol/agentExtension';
import type { Parsed } from '../../protocol/parsed';
import { choosePermissionOption, offeredAnswers, policyAnswer } from './choosePermissionOption';
import type { ToolCallState } from './toolCallState';

export interface DeskPort {
  readonly onRequest: (request: PermissionRequest) => void;
  readonly onAnswered: (answered: PermissionAnswered) => void;
  /** Unix ms. */
  readonly now: () => number;
}

interface OpenRequest {
  readonly request: PermissionRequest;
  readonly options: readonly PermissionOption[];
  readonly resolve: (outcome: RequestPermissionOutcome) => void;
}

const CANCELLED: RequestPermissionOutcome = { outcome: 'cancelled' };

export class PermissionDesk {
  private readonly open = new Map<string, OpenRequest>();
  private count = 0;

  constructor(
    private readonly policy: PermissionPolicy,
    private readonly port: DeskPort,
  ) {}

  /** Oldest first. */
  get requests(): readonly PermissionRequest[] {
    return [...this.open.values()].map(({ request }) => request);
  }

  /** Resolves when somebody has decided. `withdrawn`: the agent takes its question back. */
  ask(
    call: ToolCallState,
    options: readonly PermissionOption[],
    withdrawn: AbortSignal,
  ): Promise<RequestPermissionOutcome> {
    const id = `p${++this.count}`;
    const { details } = call;
    const decided = policyAnswer(this.policy, details.tool_kind, options);
    if (decided !== null) {
      this.port.onAnswered({ id, tool_call_id: call.id, answer: decided, by: 'policy' });
      return Promise.resolve(outcome(options, decided));
    }
    const request: PermissionRequest = {
      id,
      tool_call_id: call.id,
      ...details,
      arguments: call.argumentsJson,
      answers: offeredAnswers(options),
      since: this.port.now(),
    };
    return new Promise((resolve) => {
      this.open.set(id, { request, options, resolve });
      withdrawn.addEventListener('abort', () => this.cancel(id), { once: true });
      this.port.onRequest(request);
    });
  }

  /** An error is one sentence for the user; nothing was answered then. */
  answer(id: string, answer: PermissionAnswer): Parsed<null> {
    const open = this.open.get(id);
    if (!open) return { ok: false, error: `There is no open permission request "${id}": it has been answered.` };
    if (answer !== 'reject' && choosePermissionOption(open.options, answer) === null) {
      const offered = open.request.answers.join(', ');
      return { ok: false, error: `The agent does not offer "${answer}" here; it offers: ${offered}.` };
    }
    this.open.delete(id);
    this.port.onAnswered({ id, tool_call_id: open.request.tool_call_id, answer, by: 'viewer' });
    open.resolve(outcome(open.options, answer));
    return { ok: true, value: null };
  }

  /** A cancelled turn must leave no question open (ACP: each is answered `cancelled`). */
  cancelAll(): void {
    for (const id of [...this.open.keys()]) this.cancel(id);
  }

  private cancel(id: string): void {
    const open = this.open.get(id);
    if (!open) return;
    this.open.delete(id);
    this.port.onAnswered({ id, tool_call_id: open.request.tool_call_id, answer: 'cancelled', by: 'cancel' });
    open.resolve(CANCELLED);
  }
}

function outcome(options: readonly PermissionOption[], answer: PermissionAnswer): RequestPermissionOutcome {
  const optionId = choosePermissionOption(options, answer);
  return optionId === null ? CANCELLED : { outcome: 'selected', optionId };
}
