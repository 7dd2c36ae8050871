// Which connections have asked for the agent extension, and which of them have the conversation before their eyes.
/** What is needed of a connection. */
export interface AgentClient {
  send(event: object): void;
  /** An `invalid_request` error to this client alone. */
  invalid(message: string, requestId?: string | null): void;
}

export class AgentClients {
  private readonly viewing = new Map<AgentClient, boolean>();

  /** False: it had asked before. */
  add(client: AgentClient, isViewing: boolean): boolean {
    const isNew = !this.viewing.has(client);
    this.viewing.set(client, isViewing || this.viewing.get(client) === true);
    return isNew;
  }

  has(client: AgentClient): boolean {
    return this.viewing.has(client);
  }

  remove(client: AgentClient): void {
    this.viewing.delete(client);
  }

  get isViewed(): boolean {
    return [...this.viewing.values()].includes(true);
  }

  send(event: object): void {
    for (const client of this.viewing.keys()) client.send(event);
  }
}
