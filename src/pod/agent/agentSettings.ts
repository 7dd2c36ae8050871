// How the agent is set: its mode, model and other options, what a user changes of them, and what is kept over a restore.
import { type ClientContext, methods } from '@agentclientprotocol/sdk';
import { type AgentOption, MODE_OPTION, parseOptions } from '../../protocol/agentOptions';
import type { AgentUpdate } from '../../protocol/agentUpdate';
import type { Parsed } from '../../protocol/parsed';
import { requestErrorText } from './startFault';

export class AgentSettings {
  private current: readonly AgentOption[];

  constructor(
    private readonly agent: ClientContext,
    private readonly sessionId: string,
    options: readonly AgentOption[],
    private readonly changed: (options: readonly AgentOption[]) => void,
  ) {
    this.current = options;
  }

  get options(): readonly AgentOption[] {
    return this.current;
  }

  /** What is to be kept: option ids and values. */
  get values(): Record<string, string> {
    return Object.fromEntries(this.current.map(({ id, value }) => [id, value]));
  }

  /** Takes what the agent says of itself. */
  take(update: AgentUpdate): void {
    if (update.kind === 'options') this.replace(update.options);
    if (update.kind === 'mode') {
      const isMode = ({ id, category }: AgentOption) => id === MODE_OPTION || category === 'mode';
      this.update(this.current.map((option) => (isMode(option) ? { ...option, value: update.id } : option)));
    }
  }

  /** By id, or by category; value by id or name. An error is one sentence for the user, in which nothing was changed. */
  async set(wanted: string, value: string): Promise<Parsed<null>> {
    const option = this.find(wanted);
    if (!option) {
      const names = this.current.map(({ id }) => id).join(', ');
      return { ok: false, error: `The agent has no option "${wanted}"${names === '' ? '' : `; it has: ${names}`}.` };
    }
    const choice =
      option.choices.find((known) => known.value === value) ??
      option.choices.find((known) => known.name.toLowerCase() === value.toLowerCase());
    if (!choice) {
      const names = option.choices.map((known) => known.value).join(', ');
      return { ok: false, error: `The agent's ${option.name} has no "${value}"; it has: ${names}.` };
    }
    try {
      await this.request(option, choice.value);
      return { ok: true, value: null };
    } catch (error) {
      return { ok: false, error: `The agent did not change its ${option.name}: ${requestErrorText(error)}` };
    }
  }

  private find(wanted: string): AgentOption | undefined {
    return this.current.find(({ id }) => id === wanted) ?? this.current.find(({ category }) => category === wanted);
  }

  private async request(option: AgentOption, value: string): Promise<void> {
    const { sessionId, agent } = this;
    if (option.type === 'mode') await agent.request(methods.agent.session.setMode, { sessionId, modeId: value });
    else if (option.type === 'model') await agent.request('session/set_model', { sessionId, modelId: value });
    else {
      const configId = option.id;
      const answer: unknown =
        option.type === 'boolean'
          ? await agent.request(methods.agent.session.setConfigOption, {
              sessionId,
              configId,
              type: 'boolean',
              value: value === 'true',
            })
          : await agent.request(methods.agent.session.setConfigOption, { sessionId, configId, value });
      const said =
        typeof answer === 'object' && answer !== null ? parseOptions(Reflect.get(answer, 'configOptions')) : [];
      // What the agent says of it counts, where it says it: one option may change others.
      if (said.some(({ id, value: now }) => id === option.id && now === value)) {
        this.replace(said);
        return;
      }
    }
    this.update(this.current.map((known) => (known.id === option.id ? { ...known, value } : known)));
  }

  /** Modes and models that are no options of their own stay. */
  private replace(options: readonly AgentOption[]): void {
    const kept = this.current.filter(
      ({ type, category }) =>
        (type === 'mode' || type === 'model') && !options.some((option) => option.category === category),
    );
    this.update([...kept, ...options]);
  }

  private update(options: readonly AgentOption[]): void {
    if (JSON.stringify(options) === JSON.stringify(this.current)) return;
    this.current = options;
    this.changed(options);
  }
}
