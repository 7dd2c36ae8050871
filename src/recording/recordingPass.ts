// One reading of a recording: its events, from some place on, made into lines.
import type { CastEvent } from '../protocol/castEvent';
import { CastReader } from '../store/castReader';
import type { CastStart } from '../store/findCastStart';
import type { LineMaker } from './lineMaker';
import { RecordedText } from './recordedText';

/** Events rendered at a time. */
const BATCH = 256;

export interface PassSpan {
  /** See `RecordedText`. */
  readonly eager: boolean;
  /** Unix ms: only lines that were begun since; null: all. */
  readonly since: number | null;
  /** Unix ms: as it was then; null: to its end. */
  readonly until: number | null;
}

export class RecordingPass<Line> {
  private readonly text: RecordedText<Line>;
  private readonly reader: CastReader;
  private early: boolean;
  private leftOut = 0;

  /** @param start null: from its beginning. */
  constructor(
    file: string,
    start: CastStart | null,
    private readonly span: PassSpan,
    maker: LineMaker<Line>,
  ) {
    this.early = span.since !== null;
    // Line by line, or what came before could not be told from what is on the screen since.
    this.text = new RecordedText(span.eager || this.early, maker);
    this.reader = new CastReader(file, start);
  }

  /** Nothing has come so far of what is wanted. */
  get isEarly(): boolean {
    return this.early;
  }

  /** Lines that came before what is wanted. */
  get earlyLines(): number {
    return this.leftOut;
  }

  /** What has come since the last call. @throws file errors. */
  async *batches(): AsyncGenerator<readonly Line[]> {
    const { since, until } = this.span;
    const batch: CastEvent[] = [];
    for await (const event of this.reader.newEvents()) {
      if (until !== null && event.at > until) break;
      if (this.early && event.at >= (since ?? 0)) {
        yield await this.take(batch.splice(0));
        this.early = false;
      }
      batch.push(event);
      if (batch.length >= BATCH) yield await this.take(batch.splice(0));
    }
    yield await this.take(batch);
  }

  /** What the screen still shows. */
  async rest(): Promise<readonly Line[]> {
    return this.early ? [] : this.text.finish();
  }

  async close(): Promise<void> {
    this.text.dispose();
    await this.reader.close();
  }

  private async take(events: readonly CastEvent[]): Promise<readonly Line[]> {
    const lines = await this.text.take(events);
    if (!this.early) return lines;
    this.leftOut += lines.length;
    return [];
  }
}
