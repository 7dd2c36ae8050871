// What a recorder is bound by, where it writes, and whom it tells of faults.
import type { CastHeader } from '../../protocol/castEvent';
import type { CastLog } from '../../store/castLog';

export interface RecorderOptions {
  /** Bound of both halves together, bytes; a half ends at the first batch that goes beyond its own. */
  readonly maxBytes: number;
  /** Null while the Pod is pending: nothing of it is stored yet. `birth`: for a new recording. @throws file errors. */
  readonly openLog: (birth: CastHeader) => CastLog | null;
  /** It cannot be written for now, or was taken away and put back: one sentence. */
  readonly onFault: (message: string) => void;
  /** It can be written again. */
  readonly onMended: () => void;
}
