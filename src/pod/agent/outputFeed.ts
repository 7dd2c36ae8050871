// The output of running tools on its way to viewers and log, at a bounded rate: only its newest state counts.
import type { AgentOutput } from '../../protocol/agentExtension';

/** Between two states of one call that viewers are sent, ms. */
const SEND_EVERY_MS = 200;
/** Between two that are logged, ms: doubled each time, or a build of hours would fill the log with its own tail. */
const FIRST_KEEP_MS = 1000;
const MAX_KEEP_MS = 60_000;

export interface OutputFeedPort {
  readonly send: (output: AgentOutput) => void;
  readonly keep: (output: AgentOutput) => void;
}

interface Feed {
  latest: AgentOutput;
  isSent: boolean;
  timer: NodeJS.Timeout | null;
  keptAt: number;
  keepEvery: number;
}

export class OutputFeed {
  private readonly feeds = new Map<string, Feed>();

  constructor(private readonly port: OutputFeedPort) {}

  put(output: AgentOutput): void {
    const feed = this.feeds.get(output.id) ?? this.begin(output);
    feed.latest = output;
    feed.isSent = false;
    if (feed.timer === null) this.send(feed);
  }

  /** Its result says all that it has put out. */
  drop(id: string): void {
    const feed = this.feeds.get(id);
    if (feed?.timer) clearTimeout(feed.timer);
    this.feeds.delete(id);
  }

  close(): void {
    for (const id of [...this.feeds.keys()]) this.drop(id);
  }

  private begin(latest: AgentOutput): Feed {
    const feed: Feed = { latest, isSent: false, timer: null, keptAt: performance.now(), keepEvery: FIRST_KEEP_MS };
    this.feeds.set(latest.id, feed);
    return feed;
  }

  private send(feed: Feed): void {
    feed.isSent = true;
    this.port.send(feed.latest);
    const now = performance.now();
    if (now - feed.keptAt >= feed.keepEvery) {
      feed.keptAt = now;
      feed.keepEvery = Math.min(MAX_KEEP_MS, feed.keepEvery * 2);
      this.port.keep(feed.latest);
    }
    feed.timer = setTimeout(() => {
      feed.timer = null;
      if (!feed.isSent) this.send(feed);
    }, SEND_EVERY_MS);
  }
}
