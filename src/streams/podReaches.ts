// One lasting connection to each socket where a Pod may live: those of the registry, and those that no entry names.
import fs from 'node:fs';
import path from 'node:path';
import {
  combineLatest,
  endWith,
  filter,
  finalize,
  merge,
  NEVER,
  Observable,
  of,
  Subject,
  Subscription,
  switchMap,
  take,
  takeUntil,
  takeWhile,
  tap,
  timer,
} from 'rxjs';
import { type ConnectionEvent, connectPod } from '../client/connectPod';
import { dialSocket } from '../client/dialSocket';
import type { OpenConnections } from '../client/openConnections';
import { sameValue } from '../podList/sameValue';
import { type HomePaths, metadataPath, podSocketPath } from '../protocol/homePaths';
import type { Allocation } from '../protocol/registryTable';
import { Gathered } from './gathered';
import { inChunks } from './inChunks';
import type { Surroundings } from './placeFacts';
import { type PodReach, PROBING, REACH_EVENTS, type ReachEvent, watchReach } from './watchReach';
import { watchRuntimeNames } from './watchRuntimeNames';

/** Where a Pod may answer. `isRegistered`: an entry claims so. `isHeld`: the store does, and the process that it names runs. */
export interface PodSocket {
  readonly name: string;
  readonly socketPath: string;
  readonly isRegistered: boolean;
  readonly isHeld: boolean;
}

/** By name: the socket that the store says of a Pod, whatever runtime directory it lies in. */
export type HeldSockets = ReadonlyMap<string, string>;

/** By `socketKey`. */
export type PodReaches = ReadonlyMap<string, { readonly socket: PodSocket; readonly reach: PodReach }>;

/** A new socket is a new connection; a new segment or process behind the same socket is not. */
export function socketKey(name: string, socketPath: string): string {
  return `${name}\0${socketPath}`;
}

/**
 * What the sockets of the allocations say, and that of each Pod with a record whose runtime directory is there without an
 * entry: its entry may have been lost. Never errors.
 */
export function watchPodReaches(
  home: HomePaths,
  allocations$: Observable<readonly Allocation[]>,
  around: Surroundings,
  open?: OpenConnections,
  held$: Observable<HeldSockets> = of(new Map()),
): Observable<PodReaches> {
  return new Observable((subscriber) => {
    const connections = new Connections(home, around, (reaches) => subscriber.next(reaches), open);
    const inputs = combineLatest([allocations$, watchRuntimeNames(home, around.changes), held$]);
    connections.add(inputs.subscribe(([allocations, names, held]) => connections.keep(allocations, names, held)));
    return () => connections.unsubscribe();
  });
}

interface Connection {
  socket: PodSocket;
  reach: PodReach;
  /** Emits when the socket should be tried again at once. */
  readonly woken: Subject<void>;
  readonly subscription: Subscription;
}

/** How long after its last sign a Pod may need to say how it stands, ms: longer than it takes to be called silent. */
const PATIENCE_MS: Readonly<Record<ConnectionEvent['kind'], number>> = {
  connected: 250,
  receiving: 2100,
  event: 0,
  refused: 0,
  closed: 0,
};

/** Every Pod that prints says so once a second: a list for each would be made only to have been made, ms. */
const OUTPUT_PAUSE_MS = 250;

function differsInOutputAlone({ lastOutput: _, ...before }: PodReach, { lastOutput: __, ...after }: PodReach): boolean {
  return sameValue(before, after);
}

class Connections extends Subscription {
  private readonly open = new Map<string, Connection>();
  private sockets: ReadonlyMap<string, PodSocket> = new Map();
  private connecting = new Subscription();
  private readonly gather = new Gathered(() => this.emitAll());

  constructor(
    private readonly home: HomePaths,
    private readonly around: Surroundings,
    private readonly emit: (reaches: PodReaches) => void,
    private readonly openConnections: OpenConnections | undefined,
  ) {
    super(() => {
      this.gather.stop();
      this.connecting.unsubscribe();
      for (const { subscription } of this.open.values()) subscription.unsubscribe();
    });
  }

  keep(allocations: readonly Allocation[], names: ReadonlySet<string>, held: HeldSockets): void {
    const wanted = this.wanted(allocations, names, held);
    this.sockets = wanted;
    for (const [key, { subscription }] of this.open) {
      if (wanted.has(key)) continue;
      subscription.unsubscribe();
      this.open.delete(key);
    }
    for (const [key, socket] of wanted) {
      const known = this.open.get(key);
      const wasHeld = known?.socket.isHeld ?? false;
      if (known !== undefined) known.socket = socket;
      if (socket.isRegistered || (socket.isHeld && !wasHeld)) known?.woken.next();
    }
    const added = [...wanted].filter(([key]) => !this.open.has(key));
    this.connecting.unsubscribe();
    this.connecting = inChunks(added, ([key, socket]) => this.connect(key, socket)).subscribe({
      complete: () => this.gather.soon(),
    });
    this.emitAll();
  }

  private wanted(
    allocations: readonly Allocation[],
    names: ReadonlySet<string>,
    held: HeldSockets,
  ): ReadonlyMap<string, PodSocket> {
    const wanted = new Map<string, PodSocket>();
    for (const [name, socketPath] of held) {
      wanted.set(socketKey(name, socketPath), { name, socketPath, isRegistered: false, isHeld: true });
    }
    for (const { pod_name: name, socket: socketPath } of allocations) {
      const isHeld = held.get(name) === socketPath;
      wanted.set(socketKey(name, socketPath), { name, socketPath, isRegistered: true, isHeld });
    }
    const registered = new Set(allocations.map(({ pod_name }) => pod_name));
    for (const name of names) {
      if (registered.has(name) || !fs.existsSync(metadataPath(this.home, name))) continue;
      const socketPath = podSocketPath(this.home, name);
      const isHeld = held.get(name) === socketPath;
      wanted.set(socketKey(name, socketPath), { name, socketPath, isRegistered: false, isHeld });
    }
    return wanted;
  }

  private connect(key: string, socket: PodSocket): void {
    const connection: Connection = {
      socket,
      reach: PROBING,
      woken: new Subject<void>(),
      subscription: new Subscription(),
    };
    this.open.set(key, connection);
    const reach$ = watchReach(
      () => this.takeTurn(socket.socketPath),
      () => merge(connection.woken, this.hints(connection.socket)),
      // Whoever takes a name binds its socket a moment later, and in another runtime directory nothing else would tell.
      () => connection.socket.isRegistered || connection.socket.isHeld,
    );
    connection.subscription.add(
      reach$.subscribe((reach) => {
        const isOutputAlone = differsInOutputAlone(connection.reach, reach);
        connection.reach = reach;
        if (isOutputAlone) this.gather.later(OUTPUT_PAUSE_MS);
        else this.gather.soon();
      }),
    );
  }

  /** A connection that goes on for as long as nobody waits for one, once its Pod has had the time to say how it stands. */
  private takeTurn(socketPath: string): Observable<ReachEvent> {
    const { pool } = this.around;
    const patience$ = new Subject<number>();
    const rest$ = patience$.pipe(
      switchMap((ms) => timer(ms)),
      take(1),
      switchMap(() => (pool.isCrowded ? of(null) : pool.crowded$)),
      take(1),
    );
    return pool.place$.pipe(
      switchMap(() => this.dial(socketPath)),
      tap((event) => {
        if (event.kind === 'refused' && event.isOurFault === true) pool.refused();
        else patience$.next(PATIENCE_MS[event.kind]);
      }),
      takeWhile(({ kind }) => kind !== 'refused' && kind !== 'closed', true),
      takeUntil(rest$),
      endWith({ kind: 'rested' } as const),
    );
  }

  private dial(socketPath: string): Observable<ConnectionEvent> {
    let release = (): void => {};
    return connectPod(dialSocket(socketPath), { only: REACH_EVENTS, entries: 'none' }).pipe(
      tap((event) => {
        if (event.kind !== 'connected' || event.connection === undefined) return;
        release = this.openConnections?.hold(socketPath, event.connection) ?? release;
      }),
      finalize(() => release()),
    );
  }

  /** Hints that a process may have bound the socket anew. What a killed Pod has left behind gets no watch of its own. */
  private hints({ socketPath, isRegistered }: PodSocket): Observable<unknown> {
    if (!path.isAbsolute(socketPath)) return NEVER;
    const directory = path.dirname(socketPath);
    // Its runtime directory, which may be another one than ours.
    if (!isRegistered) {
      const name = path.basename(directory);
      return this.around.changes(path.dirname(directory)).pipe(filter((hint) => hint === null || hint === name));
    }
    return this.around.changes(directory).pipe(filter((hint) => hint === null || hint === path.basename(socketPath)));
  }

  private emitAll(): void {
    const reaches = [...this.sockets].map(([key, socket]) => {
      const reach = this.open.get(key)?.reach ?? PROBING;
      return [key, { socket, reach }] as const;
    });
    this.emit(new Map(reaches));
  }
}
