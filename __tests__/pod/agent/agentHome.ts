// A home whose Pods hold agents: started, spoken to, and their record and log read as anybody would read them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { metadataPath, segmentLogPath } from '../../../src/protocol/homePaths';
import { type LogEntry, parseLogLine } from '../../../src/protocol/logEntry';
import { type PodMetadata, parsePodMetadata } from '../../../src/protocol/podMetadata';
import type { PodOrder } from '../../../src/protocol/podOrder';
import { AgentPodClient } from '../../fixtures/agentPodClient';
import { TestHome, type TestPod } from '../../fixtures/podTestClient';
import { scriptedAgent } from '../../fixtures/scriptedAgent';

/** Its argument: options as JSON. */
export const BARE_AGENT = path.resolve(__dirname, '../../fixtures/bareAgent.mjs');

/** Its Pod is `ag`. `end` closes the clients, stops all Pods and fails if a process is left. */
export class AgentHome extends TestHome {
  private readonly viewers: AgentPodClient[] = [];

  /** The scripted agent; it remembers its sessions from one life of the Pod to the next. */
  startScripted(options: readonly string[] = [], more: Partial<PodOrder> = {}): Promise<TestPod> {
    const argv = scriptedAgent('--state', path.join(this.directory, 'agent-state.json'), ...options);
    return this.start('ag', argv, { kind: 'agent', ...more });
  }

  /** An agent on the bare wire, which says and asks what a prompt tells it to. */
  startBare(options: object = {}, more: Partial<PodOrder> = {}): Promise<TestPod> {
    return this.start('ag', [process.execPath, BARE_AGENT, JSON.stringify(options)], { kind: 'agent', ...more });
  }

  /** A client that has asked for nothing but the snapshot. */
  async join(pod: { readonly socketPath: string }): Promise<AgentPodClient> {
    const viewer = await AgentPodClient.connect(pod.socketPath);
    this.viewers.push(viewer);
    return viewer;
  }

  /** A client that is told all of the agent. */
  async watch(pod: { readonly socketPath: string }): Promise<AgentPodClient> {
    const viewer = await this.join(pod);
    viewer.say('watch_agent');
    return viewer;
  }

  metadata(): PodMetadata {
    const parsed = parsePodMetadata(readFileSync(metadataPath(this.paths, 'ag'), 'utf8'));
    if (!parsed.ok) throw new Error(parsed.error);
    return parsed.value;
  }

  /** Of the record; `''` where it names none. */
  active(): { readonly sessionId: string; readonly segmentId: string } {
    const { sessionId = '', segmentId = null } = this.metadata().active ?? {};
    return { sessionId, segmentId: segmentId ?? '' };
  }

  /** Of a log that is whole: each line ends, and can be read. */
  logEntries(): LogEntry[] {
    const lines = this.logText().split('\n');
    expect(lines.pop()).toBe('');
    return lines.map((line) => {
      const entry = parseLogLine(line);
      if (!entry.ok) throw new Error(entry.error);
      return entry.value;
    });
  }

  /** Also of a log whose last line a kill has cut. */
  readableEntries(): LogEntry[] {
    return this.logText()
      .split('\n')
      .flatMap((line) => {
        const entry = parseLogLine(line);
        return entry.ok ? [entry.value] : [];
      });
  }

  override async end(): Promise<void> {
    for (const viewer of this.viewers) viewer.close();
    await super.end();
  }

  private logText(): string {
    const { sessionId, segmentId } = this.active();
    return readFileSync(segmentLogPath(this.paths, sessionId, segmentId), 'utf8');
  }
}
