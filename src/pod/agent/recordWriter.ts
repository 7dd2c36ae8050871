// Writes down what an agent Pod has to keep: a disk that takes no more must not end the conversation.
import type { LogEntry } from '../../protocol/logEntry';
import { errorText } from '../../store/fileErrors';
import { StoreFaults } from '../storeFaults';
import type { AgentRecord } from './agentRecord';

export class RecordWriter {
  private readonly faults = new StoreFaults();

  constructor(
    private readonly record: AgentRecord,
    /** Of a fault once, as long as it lasts; null: it is over. */
    private readonly onFault: (fault: string | null) => void,
  ) {}

  /** For the status: those that last. */
  get data(): StoreFaults['data'] {
    return this.faults.data;
  }

  append(entry: LogEntry): void {
    this.attempt(() => this.record.append(entry));
  }

  attempt(write: () => void): void {
    try {
      write();
      // What waits for its log to begin is not written yet.
      if (this.record.isActive) this.note('log', null);
    } catch (error) {
      this.note('log', `The Pod could not write its log: ${errorText(error)}`);
    }
  }

  note(what: 'log' | 'record', fault: string | null): void {
    if (this.faults.note(what, fault)) this.onFault(fault);
  }
}
