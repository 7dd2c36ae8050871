// The rules that the events of any run keep (formats §5), checked event by event.
import type { PlainEvent } from '../../../src/pod/agent/emission';

export class EventGrammar {
  readonly faults: string[] = [];
  private isTurnOpen = false;
  private block = '';
  private readonly seen = { start: new Set<string>(), done: new Set<string>(), result: new Set<string>() };

  take(event: PlainEvent): void {
    const { event: name } = event;
    if (name === 'turn_start' || name === 'turn_end') {
      this.check(this.isTurnOpen === (name === 'turn_end'), `${name} out of order`);
      this.isTurnOpen = !this.isTurnOpen;
    } else if (name === 'tool_result') {
      this.check(!this.isTurnOpen, 'a result inside of a turn');
      this.step('result', 'done', event.data.id);
    } else if (/^(text|thinking|tool_call)/.test(name)) {
      this.check(this.isTurnOpen, `${name} outside of a turn`);
      this.content(event);
    }
  }

  end(): void {
    this.check(!this.isTurnOpen && this.block === '', 'something is left open');
    this.check(this.seen.result.size === this.seen.start.size, 'a call without a result');
  }

  private content(event: PlainEvent): void {
    switch (event.event) {
      case 'text_delta':
      case 'thinking_delta':
        this.block += event.data.text;
        break;
      case 'text_done':
      case 'thinking_done':
        this.check(this.block === event.data.text, `a block of ${event.data.text} that was ${this.block}`);
        this.block = '';
        break;
      case 'tool_call_start':
        this.step('start', null, event.data.id);
        break;
      case 'tool_call_done':
        this.step('done', 'start', event.data.id);
        break;
    }
  }

  private step(step: 'start' | 'done' | 'result', before: 'start' | 'done' | null, id: string): void {
    this.check(!this.seen[step].has(id), `${step} of ${id} twice`);
    this.check(before === null || this.seen[before].has(id), `${step} of ${id} before its ${before}`);
    this.check(this.block === '', `${step} inside of a block`);
    this.seen[step].add(id);
  }

  private check(holds: boolean, fault: string): void {
    if (!holds) this.faults.push(fault);
  }
}
