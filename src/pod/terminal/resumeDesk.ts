// Viewers who may come back after a cut: what each has been sent and has typed, by a token that only it knows.
import type { ResumeAnswer } from '../../protocol/resume';
import type { ResumeRequest } from '../../protocol/resumeRequest';
import type { ViewerRequest } from '../clientConnection';
import { randomHex } from '../freshIds';
import { OutputRing } from './outputRing';
import type { Viewer } from './viewer';

/** Viewers that are remembered, and for how long after they were lost, ms. */
const MAX_TOKENS = 32;
const REMEMBERED_MS = 10 * 60_000;
/** Of a token: whoever knows it types as its viewer. */
const SECRET_BYTES = 16;

interface Known {
  /** Bytes of input that were taken from it, over all its connections. */
  input: number;
  viewer: Viewer | null;
  /** Of its last connection: see `Viewer`. */
  typedAt: number;
  /** By `performance.now()`. */
  lostAt: number;
}

export class ResumeDesk {
  readonly ring = new OutputRing();
  private readonly life = randomHex(SECRET_BYTES);
  private readonly known = new Map<string, Known>();
  /** What was put out before was not for terminals as they are now. */
  private screenedAt = 0;
  /** Between the answer to a viewer and its connection. */
  private readonly missing = new WeakMap<ViewerRequest, readonly Buffer[]>();
  private readonly tokens = new WeakMap<Viewer | ViewerRequest, string>();

  /** Everybody gets a screen: what led to it is void. */
  screened(): void {
    this.screenedAt = this.ring.end;
  }

  /** What a viewer who can resume is told. `fits`: its terminal has the size of the Pod's. */
  answer(request: ViewerRequest, { token, life, output }: ResumeRequest, fits: boolean): ResumeAnswer {
    this.forgetOld();
    this.ring.keep();
    const found = token === undefined || life !== this.life ? undefined : this.known.get(token);
    const isSame = found !== undefined && token !== undefined;
    const own = isSame ? token : randomHex(SECRET_BYTES);
    const known = found ?? { input: 0, viewer: null, typedAt: 0, lostAt: 0 };
    // One that is cut off without knowing it must not go on as a second one.
    known.typedAt = known.viewer?.typedAt ?? known.typedAt;
    known.viewer?.socket.destroy();
    this.known.set(own, known);
    this.tokens.set(request, own);
    const from = isSame && fits && output !== undefined ? this.missed(output) : null;
    if (from !== null) this.missing.set(request, from);
    return {
      token: own,
      life: this.life,
      output: this.ring.end,
      input: known.input,
      from: from === null ? 'screen' : 'offset',
    };
  }

  /** What was put out since, for a terminal that has all before; null: it is not all kept, or would mean nothing to it. */
  missed(offset: number): readonly Buffer[] | null {
    return offset >= this.screenedAt ? this.ring.since(offset) : null;
  }

  /** What it has missed; null: it gets a screen. */
  enter(viewer: Viewer, request: ViewerRequest): readonly Buffer[] | null {
    const token = this.tokens.get(request);
    const known = token === undefined ? undefined : this.known.get(token);
    if (token === undefined || known === undefined) return null;
    known.viewer = viewer;
    viewer.typedAt = known.typedAt;
    this.tokens.set(viewer, token);
    return this.missing.get(request) ?? null;
  }

  /** It has typed so many bytes; null: it cannot resume. @returns all of them. */
  took(viewer: Viewer, bytes: number): number | null {
    const token = this.tokens.get(viewer);
    const known = token === undefined ? undefined : this.known.get(token);
    if (known === undefined) return null;
    known.input += bytes;
    return known.input;
  }

  /** `forGood`: it has left by itself. */
  left(viewer: Viewer, forGood: boolean): void {
    const token = this.tokens.get(viewer);
    const known = token === undefined ? undefined : this.known.get(token);
    if (token === undefined || known === undefined || known.viewer !== viewer) return;
    if (forGood) this.known.delete(token);
    known.viewer = null;
    known.typedAt = viewer.typedAt;
    known.lostAt = performance.now();
  }

  private forgetOld(): void {
    const gone = [...this.known].filter(([, { viewer }]) => viewer === null);
    const late = gone.filter(([, { lostAt }]) => performance.now() - lostAt > REMEMBERED_MS);
    const surplus = gone
      .sort(([, a], [, b]) => a.lostAt - b.lostAt)
      .slice(0, Math.max(0, this.known.size - MAX_TOKENS + 1));
    for (const [token] of [...late, ...surplus]) this.known.delete(token);
  }
}
