// The questions of an agent on their way to whoever may answer them: permissions and elicitations, of helpers too.
import type { CreateElicitationResponse, RequestPermissionResponse } from '@agentclientprotocol/sdk';
import type { AskedPermission, ElicitationAsk } from '../../protocol/agentAsk';
import {
  type PermissionAnswered,
  type PermissionPolicy,
  type PermissionRequest,
  type QuestionForm,
  type QuestionOption,
  toolDetailsOf,
} from '../../protocol/agentQuestion';
import { NO_NEWS, parseToolNews, type ToolNews } from '../../protocol/agentUpdate';
import { randomHex } from '../freshIds';
import { commandWays, type ShownDeed } from './clientTools/allowedDeeds';
import type { AskedDeed, DeedAsk } from './clientTools/clientTools';
import { deedAnswer, deedCall, deedOptions } from './clientTools/deedQuestion';
import type { KeptConversation } from './keptConversation';
import { PermissionDesk, type QuestionOutcome } from './permissionDesk';
import { questionContent } from './questionContent';

export interface QuestionsPort {
  readonly policy: PermissionPolicy;
  /** Absolute: where the agent's commands run. */
  readonly cwd: string;
  /** The agent's own session; questions of others are those of helpers. */
  readonly sessionId: string;
  readonly conversation: () => KeptConversation;
  /** What the user has read and allowed. */
  readonly onAllowed: (shown: ShownDeed) => void;
}

export class AgentQuestions {
  readonly desk: PermissionDesk;
  private count = 0;
  /** The agent's own calls at which it asks. */
  private readonly asked = new Set<string>();

  constructor(private readonly port: QuestionsPort) {
    const desk = {
      onRequest: (request: PermissionRequest) => port.conversation().requested(request),
      onAnswered: (answered: PermissionAnswered) => port.conversation().answered(answered),
      now: Date.now,
    };
    this.desk = new PermissionDesk(port.policy, desk, `-${randomHex(3)}`);
  }

  async permission(ask: AskedPermission, withdrawn: AbortSignal): Promise<RequestPermissionResponse> {
    const { call, callId, whose } = this.callOf(ask.sessionId, ask.call);
    const question = {
      tool_call_id: callId,
      ...call.details,
      arguments: call.argumentsJson,
      options: [...ask.options],
      ...questionContent(call, this.port.cwd),
      whose,
      form: null,
    };
    if (whose === null) this.asked.add(callId);
    const outcome = await this.desk.ask(question, withdrawn);
    this.asked.delete(callId);
    if (outcome.kind !== 'selected') return { outcome: { outcome: 'cancelled' } };
    if (outcome.option.kind.startsWith('allow')) {
      this.port.onAllowed({ diffs: call.details.diffs, commands: commandsOf(call.input) });
    }
    return { outcome: { outcome: 'selected', optionId: outcome.option.id } };
  }

  /** News of a call: where a question stands at it, that is about what is known now. Some agents ask before they say what. */
  callChanged(callId: string): void {
    const isAsked = this.asked.has(callId) && this.desk.requests.some((request) => request.tool_call_id === callId);
    if (!isAsked) return;
    const { call } = this.callOf(null, { ...NO_NEWS, id: callId });
    const { title, diffs, locations } = call.details;
    const { content } = questionContent(call, this.port.cwd);
    this.desk.amend(callId, { title, arguments: call.argumentsJson, content, diffs, locations });
  }

  /** What the agent wants done through us: it, and what became of it, stand in the conversation like a call of a tool. */
  async deed(ask: DeedAsk, withdrawn: AbortSignal): Promise<AskedDeed> {
    const id = `client:${++this.count}`;
    const { call, callId, whose } = this.callOf(ask.sessionId, newsOf(deedCall(id, ask)));
    const outcome = await this.desk.ask(
      {
        tool_call_id: callId,
        ...call.details,
        arguments: call.argumentsJson,
        options: deedOptions(ask),
        content: questionContent(call, this.port.cwd).content,
        directory: ask.directory,
        whose,
        form: null,
      },
      withdrawn,
    );
    const answer = deedAnswer(outcome.kind === 'selected' ? outcome.option : null);
    const done = (fault: string | null) => this.told(id, fault === null ? 'completed' : 'failed', fault);
    if (answer === 'no') done('Not allowed');
    return { answer, done };
  }

  /** The question and its answer stand in the conversation like a call of a tool. */
  async elicitation(ask: ElicitationAsk, withdrawn: AbortSignal): Promise<CreateElicitationResponse> {
    const id = `question:${++this.count}`;
    const title = ask.message.split('\n', 1)[0]?.trim() || 'The agent asks';
    const news = newsOf({ toolCallId: id, title, name: 'question', kind: 'other', status: 'in_progress' });
    const { callId, whose } = this.callOf(ask.sessionId, news);
    const outcome = await this.desk.ask(
      {
        tool_call_id: callId,
        ...toolDetailsOf(title),
        arguments: '{}',
        options: formOptions(ask.form),
        content: formContent(ask),
        directory: null,
        whose,
        form: ask.form,
      },
      withdrawn,
    );
    const answer = elicited(ask.form, outcome);
    const said = 'content' in answer && answer.content ? JSON.stringify(answer.content) : answer.action;
    this.told(id, answer.action === 'accept' ? 'completed' : 'failed', said);
    return answer;
  }

  /** What became of a call of ours. A helper's is that which has started the helper, and goes on. */
  private told(id: string, status: string, text: string | null): void {
    const { mapper } = this.port.conversation();
    if (mapper.phaseOf(id) === 'unknown') return;
    const content = text === null ? {} : { content: [{ type: 'content', content: { type: 'text', text } }] };
    const news = newsOf({ toolCallId: id, status, ...content });
    this.port.conversation().apply(mapper.update({ kind: 'tool', isCall: false, news }));
  }

  /** The call that a question stands at: a helper's stands at the one that started the helper. */
  private callOf(sessionId: string | null, news: ToolNews) {
    const conversation = this.port.conversation();
    if (sessionId === null || sessionId === this.port.sessionId) {
      const { call, emissions } = conversation.mapper.questionCall(news);
      conversation.apply(emissions);
      return { call, callId: call.id, whose: null };
    }
    const { callId, name, call, emissions } = conversation.mapper.helperQuestion(sessionId, news);
    conversation.apply(emissions);
    return { call, callId, whose: name };
  }
}

/** The command that stood in a question, in the words of the agents that ask for one. */
function commandsOf(input: unknown): string[] {
  if (typeof input !== 'object' || input === null) return [];
  return ['command', 'cmd'].flatMap((name) => {
    const said: unknown = Reflect.get(input, name);
    if (typeof said === 'string') return [said.trim()];
    const words = Array.isArray(said) ? said.filter((word) => typeof word === 'string') : [];
    return words.length === 0 ? [] : [...commandWays(words[0] ?? '', words.slice(1))];
  });
}

function newsOf(data: object): ToolNews {
  const news = parseToolNews(data);
  if (news === null) throw new Error('a call with an id is always readable');
  return news;
}

/** One value to choose is a question with as many answers; a page is opened, or not. */
function formOptions({ fields, url }: QuestionForm): QuestionOption[] {
  if (url !== null) return [{ id: 'accept', name: 'I have done that', kind: 'allow_once' }];
  const [field, ...others] = fields;
  if (!field || others.length > 0) return [];
  if (field.type === 'boolean') {
    return [
      { id: 'true', name: 'Yes', kind: 'value' },
      { id: 'false', name: 'No', kind: 'value' },
    ];
  }
  if (field.type !== 'choice') return [];
  return field.options.map(({ value, name, description }) => ({
    id: value,
    name: description === '' ? name : `${name}: ${description}`,
    kind: 'value',
  }));
}

function formContent({ message, form }: ElicitationAsk): string {
  if (form.url !== null) return `${message}\n\nOpen this page: <${form.url}>`;
  const [only, ...others] = form.fields;
  const about = only && others.length === 0 && only.description !== '' ? [only.description] : [];
  return [message, ...about].join('\n\n');
}

function elicited(form: QuestionForm, outcome: QuestionOutcome): CreateElicitationResponse {
  switch (outcome.kind) {
    case 'values':
      return { action: 'accept', content: outcome.values };
    case 'selected': {
      const [field] = form.fields;
      if (form.url !== null || !field) return { action: 'accept' };
      const { id } = outcome.option;
      return { action: 'accept', content: { [field.id]: field.type === 'boolean' ? id === 'true' : id } };
    }
    case 'declined':
      return { action: 'decline' };
    case 'cancelled':
      return { action: 'cancel' };
  }
}
