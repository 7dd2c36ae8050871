// The rules that the events of any run keep (formats §5), checked event by event.
import type { PlainEvent } from '../../../src/pod/agent/emission';

export class EventGrammar {
  readonly faults: string[] = [];
  /** The run was cut off: then every call has its result. */
  constructor(private readonly isCut: boolean) {}

  private isTurnOpen = false;
  private readonly blocks = { text: '', thinking: '' };
  private readonly seen = {
    start: new Map<string, number>(),
    done: new Map<string, number>(),
    result: new Map<string, number>(),
  };

  take(event: PlainEvent): void {
    const { event: name } = event;
    if (name === 'turn_start' || name === 'turn_end') {
      this.check(this.isTurnOpen === (name === 'turn_end'), `${name} out of order`);
      this.isTurnOpen = !this.isTurnOpen;
    } else if (name === 'tool_result') {
      // No word that streams is cut for a result.
      this.check(!this.isTurnOpen || this.isStreaming, 'a result inside of a turn');
      this.step('result', 'done', event.data.id);
    } else if (/^(text|thinking|tool_call)/.test(name)) {
      this.check(this.isTurnOpen, `${name} outside of a turn`);
      this.content(event);
    }
  }

  end(): void {
    this.check(!this.isTurnOpen && !this.isStreaming, 'something is left open');
    const [calls, results] = [total(this.seen.start), total(this.seen.result)];
    this.check(results <= calls && (!this.isCut || results === calls), 'a call without a result');
  }

  private get isStreaming(): boolean {
    return this.blocks.text !== '' || this.blocks.thinking !== '';
  }

  private content(event: PlainEvent): void {
    switch (event.event) {
      case 'text_delta':
        this.blocks.text += event.data.text;
        break;
      case 'thinking_delta':
        this.blocks.thinking += event.data.text;
        break;
      case 'text_done':
        this.whole('text', event.data.text);
        break;
      case 'thinking_done':
        this.whole('thinking', event.data.text);
        break;
      case 'tool_call_start':
        this.step('start', null, event.data.id);
        break;
      case 'tool_call_done':
        this.step('done', 'start', event.data.id);
        break;
    }
  }

  private whole(kind: 'text' | 'thinking', text: string): void {
    this.check(this.blocks[kind] === text, `a block of ${text} that was ${this.blocks[kind]}`);
    this.blocks[kind] = '';
  }

  /** An id may be used again once its call has its result. */
  private step(step: 'start' | 'done' | 'result', before: 'start' | 'done' | null, id: string): void {
    const [times, earlier] = [this.seen[step].get(id) ?? 0, before && (this.seen[before].get(id) ?? 0)];
    const isOpen = (this.seen.start.get(id) ?? 0) > (this.seen.result.get(id) ?? 0);
    this.check(step !== 'start' || !isOpen, `start of ${id} twice`);
    this.check(earlier === null || earlier === times + 1, `${step} of ${id} without its ${before}`);
    this.seen[step].set(id, times + 1);
  }

  private check(holds: boolean, fault: string): void {
    if (!holds) this.faults.push(fault);
  }
}

function total(times: ReadonlyMap<string, number>): number {
  return [...times.values()].reduce((all, count) => all + count, 0);
}
