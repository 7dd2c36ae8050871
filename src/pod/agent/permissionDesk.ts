// The open questions of an agent: each is answered exactly once, by a viewer, by the policy, or by a cancel.
import type {
  PermissionAnswer,
  PermissionAnswered,
  PermissionPolicy,
  PermissionRequest,
  QuestionOption,
} from '../../protocol/agentQuestion';
import type { Parsed } from '../../protocol/parsed';
import { answerOf, choosePermissionOption, offeredAnswers, policyAnswer } from './choosePermissionOption';
import { type FormValues, formValues } from './formValues';

export interface DeskPort {
  readonly onRequest: (request: PermissionRequest) => void;
  readonly onAnswered: (answered: PermissionAnswered) => void;
  /** Unix ms. */
  readonly now: () => number;
}

export type Question = Omit<PermissionRequest, 'id' | 'answers' | 'since'>;

export type QuestionOutcome =
  | { readonly kind: 'selected'; readonly option: QuestionOption }
  | { readonly kind: 'values'; readonly values: FormValues }
  /** The user says no where the agent has no words for it. */
  | { readonly kind: 'declined' }
  | { readonly kind: 'cancelled' };

/** What a viewer answers with: by kind, with one of the agent's options, or with the values that it asks for. */
export type ViewerAnswer =
  | { readonly answer: PermissionAnswer; readonly reason?: string | null | undefined }
  | { readonly option: string; readonly reason?: string | null | undefined }
  | { readonly values: Readonly<Record<string, string>> };

interface OpenRequest {
  /** Another one where what it is about has changed. */
  request: PermissionRequest;
  readonly resolve: (outcome: QuestionOutcome) => void;
}

interface Answer {
  readonly outcome: QuestionOutcome;
  readonly answer: PermissionAnswered['answer'];
  readonly option: QuestionOption | null;
  readonly reason: string | null;
}

export class PermissionDesk {
  private readonly open = new Map<string, OpenRequest>();
  private count = 0;

  constructor(
    private readonly policy: PermissionPolicy,
    private readonly port: DeskPort,
    /** Tells the requests of this process from those of an earlier or a later one: who answers has seen that one. */
    private readonly life = '',
  ) {}

  /** Oldest first. */
  get requests(): readonly PermissionRequest[] {
    return [...this.open.values()].map(({ request }) => request);
  }

  /** Resolves when somebody has decided. `withdrawn`: the agent takes its question back. */
  ask(question: Question, withdrawn: AbortSignal): Promise<QuestionOutcome> {
    const id = this.nextId();
    // A policy decides on what may be done; what the user thinks it cannot know.
    const decided = question.form === null ? policyAnswer(this.policy, question.tool_kind, question.options) : null;
    if (decided !== null) {
      const answered = byKind(question.options, decided, null);
      this.port.onAnswered(told(id, question.tool_call_id, answered, 'policy'));
      return Promise.resolve(answered.outcome);
    }
    const request = { ...question, id, answers: offeredAnswers(question.options), since: this.port.now() };
    return new Promise((resolve) => {
      const open = { request, resolve };
      this.open.set(id, open);
      withdrawn.addEventListener('abort', () => this.cancel(open.request.id), { once: true });
      this.port.onRequest(request);
    });
  }

  /**
   * What is asked about is told better, or is another thing by now. Nobody has read that yet: it takes the place of the
   * question, which nobody can answer any more.
   */
  amend(callId: string, news: Pick<Question, 'title' | 'arguments' | 'content' | 'diffs' | 'locations'>): void {
    for (const open of [...this.open.values()]) {
      const { request: before } = open;
      if (before.tool_call_id !== callId || isSame(before, news)) continue;
      open.request = { ...before, ...news, id: this.nextId() };
      this.open.delete(before.id);
      this.open.set(open.request.id, open);
      this.port.onRequest(open.request);
      this.port.onAnswered(told(before.id, callId, CANCELLED, 'cancel'));
    }
  }

  /** An error is one sentence for the user; nothing was answered then. */
  answer(id: string, given: ViewerAnswer): Parsed<null> {
    const open = this.open.get(id);
    if (!open) return { ok: false, error: `There is no open permission request "${id}": it has been answered.` };
    const answer = answered(open.request, given);
    if (!answer.ok) return answer;
    this.open.delete(id);
    this.port.onAnswered(told(id, open.request.tool_call_id, answer.value, 'viewer'));
    open.resolve(answer.value.outcome);
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
    this.port.onAnswered(told(id, open.request.tool_call_id, CANCELLED, 'cancel'));
    open.resolve(CANCELLED.outcome);
  }

  private nextId(): string {
    return `p${++this.count}${this.life}`;
  }
}

const CANCELLED: Answer = { outcome: { kind: 'cancelled' }, answer: 'cancelled', option: null, reason: null };

function isSame(request: PermissionRequest, news: object): boolean {
  return Object.entries(news).every(([name, value]) => {
    return JSON.stringify(Reflect.get(request, name)) === JSON.stringify(value);
  });
}

function answered(request: PermissionRequest, given: ViewerAnswer): Parsed<Answer> {
  if ('values' in given) {
    if (request.form === null) return { ok: false, error: 'This question asks for no values.' };
    const values = formValues(request.form, given.values);
    if (!values.ok) return values;
    return { ok: true, value: { outcome: { kind: 'values', values: values.value }, ...PLAIN } };
  }
  if ('option' in given) {
    const option = request.options.find(({ id }) => id === given.option);
    if (option) return { ok: true, value: selected(option, given.reason ?? null) };
    const names = request.options.map(({ name }) => `"${name}"`).join(', ');
    return { ok: false, error: `The agent does not offer that here; it offers: ${names}.` };
  }
  const isOffered = given.answer === 'reject' || choosePermissionOption(request.options, given.answer) !== null;
  if (!isOffered) return notOffered(request, given.answer);
  return { ok: true, value: byKind(request.options, given.answer, given.reason ?? null) };
}

const PLAIN = { answer: 'other', option: null, reason: null } as const;

function notOffered({ options, answers }: PermissionRequest, answer: PermissionAnswer): Parsed<Answer> {
  const same = options.filter((option) => answerOf(option) === answer).map(({ name }) => `"${name}"`);
  const error =
    same.length > 1
      ? `The agent has several answers of that kind, so that one has to be chosen by its name: ${same.join(', ')}.`
      : `The agent does not offer "${answer}" here; it offers: ${answers.join(', ')}.`;
  return { ok: false, error };
}

function byKind(options: readonly QuestionOption[], answer: PermissionAnswer, reason: string | null): Answer {
  const option = choosePermissionOption(options, answer);
  if (option) return { ...selected(option, reason), answer };
  return { outcome: { kind: 'declined' }, answer, option: null, reason };
}

function selected(option: QuestionOption, reason: string | null): Answer {
  return { outcome: { kind: 'selected', option }, answer: answerOf(option), option, reason };
}

function told(
  id: string,
  callId: string,
  { answer, option, reason }: Answer,
  by: PermissionAnswered['by'],
): PermissionAnswered {
  return { id, tool_call_id: callId, answer, by, option, reason };
}
