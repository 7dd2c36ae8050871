// The connections that are open anyway, so that a question to a Pod needs none of its own.
import type { PodConnection } from './podConnection';
import { type Talk, talkOver } from './talk';

/** By socket path. Owns none of them. */
export class OpenConnections {
  private readonly held = new Map<string, PodConnection>();
  private readonly busy = new Set<PodConnection>();

  /** Returns what takes it back. */
  hold(socketPath: string, connection: PodConnection): () => void {
    this.held.set(socketPath, connection);
    return () => {
      if (this.held.get(socketPath) === connection) this.held.delete(socketPath);
    };
  }

  /** For who goes on with it alone; see `PodConnection.handOn`. Null: none is open, or its Pod has not greeted us yet. */
  handOn(socketPath: string): PodConnection | null {
    return this.held.get(socketPath)?.handOn() ?? null;
  }

  /**
   * Null: none is open, its Pod has not greeted us yet, or another question waits for its answer there; of two answers
   * without an id nobody could tell whose they are.
   */
  talk(socketPath: string): Talk | null {
    const connection = this.held.get(socketPath);
    if (connection === undefined || this.busy.has(connection)) return null;
    const talk = talkOver(connection);
    if (talk === null) return null;
    this.busy.add(connection);
    return {
      get hello() {
        return talk.hello;
      },
      send: (method) => talk.send(method),
      answer: (pick, lost, patience) => talk.answer(pick, lost, patience),
      close: () => {
        this.busy.delete(connection);
        talk.close();
      },
    };
  }
}
