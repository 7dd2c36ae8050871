// The socket of a Pod: accepts clients, broadcasts events, can be bound again, and is removed when the Pod ends.
import { chmodSync, lstatSync, rmdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { answers } from '../client/answers';
import { encodeLine } from '../protocol/lineDecoder';
import { isSocketPathLong } from '../protocol/socketPath';
import type { PodPlace } from '../protocol/wireMethod';
import { errorText } from '../store/fileErrors';
import { makeDirectory } from '../store/makeDirectory';
import { type Claimed, refused } from '../store/registerPod';
import { thisSystem } from '../system/thisSystem';
import { ClientConnection, type ClientPort } from './clientConnection';

/** Connections at a time; each costs a little memory, and no dashboard needs nearly as many. Who never asked gives way. */
const MAX_CONNECTIONS = 512;
/** How long plain clients may take to read their last events, ms. */
const CLOSE_GRACE_MS = 500;

export class PodServer {
  private readonly clients = new Set<ClientConnection>();
  private readonly server: net.Server;
  private port: ClientPort | null = null;
  /** Who came before there was anything to serve. */
  private early: net.Socket[] = [];
  /** Also those that carry frames now. */
  private connections = 0;
  /** Which file our socket is; null: none yet. */
  private bound: string | null = null;

  constructor(private readonly socketPath: string) {
    this.server = net.createServer({ allowHalfOpen: true }, (socket) => this.accept(socket));
    // Running out of descriptors refuses one client; it must not end the Pod.
    this.server.on('error', () => {});
  }

  /** `missing`: nothing is there any more; `other`: somebody else's file. */
  get file(): 'own' | 'missing' | 'other' {
    const found = fileIdentity(this.socketPath);
    if (found === null) return 'missing';
    return found === this.bound ? 'own' : 'other';
  }

  /** From now on every client is served, those that wait too. */
  serve(port: ClientPort): void {
    this.port = {
      ...port,
      closed: (client) => {
        this.clients.delete(client);
        port.closed(client);
      },
    };
    for (const socket of this.early) this.clients.add(new ClientConnection(socket, this.port));
    this.early = [];
  }

  /**
   * Binds the socket (0600, its directory 0700), also anew where its file has gone: who is connected stays so. Only under
   * the registry's lock, or a Pod that binds at the same moment would lose its file.
   */
  async listen(): Promise<Claimed> {
    if (isSocketPathLong(this.socketPath)) {
      const bytes = Buffer.byteLength(this.socketPath);
      const limit = `The socket path ${this.socketPath} has ${bytes} bytes, and the system allows ${thisSystem.maxSocketPath}.`;
      return refused(`${limit} Use a shorter name or a shorter PODWATCH_RUNTIME_DIR.`);
    }
    try {
      makeDirectory(path.dirname(this.socketPath));
      if (await answers(this.socketPath)) {
        return refused(`Another process listens on ${this.socketPath}: a Pod of that name is live.`, true);
      }
      // Closing removes whatever file has that path.
      this.server.close();
      rmSync(this.socketPath, { force: true });
      await this.bind();
      chmodSync(this.socketPath, 0o600);
      this.bound = fileIdentity(this.socketPath);
      return { ok: true, value: null };
    } catch (error) {
      return refused(`The socket ${this.socketPath} cannot be made: ${errorText(error)}`);
    }
  }

  /** In which Pods clients show the screen, or viewers (`more`) do, each once. */
  shownIn(more: readonly PodPlace[]): readonly PodPlace[] {
    const watched = [...this.clients].flatMap(({ shownIn }) => (shownIn === null ? [] : [shownIn]));
    return [...new Map([...more, ...watched].map((place) => [place.socket, place])).values()];
  }

  broadcast(event: object): void {
    if (this.clients.size === 0) return;
    const line = Buffer.from(encodeLine(event), 'utf8');
    for (const client of this.clients) client.sendLine(line);
  }

  screenChanged(): void {
    for (const client of this.clients) client.screenChanged();
  }

  /**
   * Takes no more clients; the socket file is gone at once, so that its name is free for another Pod. `leftovers`: files
   * of the runtime directory that go with it. Where another process has taken the path nothing is removed.
   */
  stopListening(leftovers: readonly string[] = []): void {
    if (this.file === 'other') {
      // Closing would remove the file of the other one; the end of the process does not.
      this.server.unref();
      return;
    }
    // The directory goes only when empty: a new Pod of that name may be in it already.
    const directory = path.dirname(this.socketPath);
    for (const name of ['stderr.log', ...leftovers]) removeFile(path.join(directory, name));
    this.server.close();
  }

  /** Lets all clients go, the slow ones too, and removes the runtime directory. */
  async end(): Promise<void> {
    for (const socket of this.early) socket.destroy();
    for (const client of this.clients) client.end();
    const timer = setTimeout(() => {
      for (const client of this.clients) client.destroy();
    }, CLOSE_GRACE_MS);
    while (this.clients.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    clearTimeout(timer);
    try {
      rmdirSync(path.dirname(this.socketPath));
    } catch {
      // Not empty, or gone already.
    }
  }

  private accept(socket: net.Socket): void {
    if (this.connections >= MAX_CONNECTIONS && !this.makeRoom()) {
      socket.on('error', () => {});
      socket.destroy();
      return;
    }
    this.connections++;
    socket.once('close', () => {
      this.connections--;
    });
    if (this.port) this.clients.add(new ClientConnection(socket, this.port));
    else this.early.push(socket.on('error', () => {}));
  }

  /** The oldest of those that have only listened so far; a list that listens comes back. False: all others are at work. */
  private makeRoom(): boolean {
    for (const client of this.clients) {
      if (client.hasAsked) continue;
      this.clients.delete(client);
      client.destroy();
      return true;
    }
    return false;
  }

  private bind(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.socketPath, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
  }
}

/** Null: there is no such file, or it cannot be looked at. The birth time, as inode numbers are used again. */
function fileIdentity(file: string): string | null {
  try {
    const { dev, ino, birthtimeNs } = lstatSync(file, { bigint: true });
    return `${dev}:${ino}:${birthtimeNs}`;
  } catch {
    return null;
  }
}

/** Chatter that nobody misses; where its directory has become something else there is nothing to remove. */
function removeFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}
