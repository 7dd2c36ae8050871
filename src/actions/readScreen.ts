// What a live terminal Pod shows right now, as plain rows of text.
import type { ScreenUpdate } from '../protocol/screenUpdate';
import { failure, type Outcome } from './actionFailure';
import { type PodTarget, withPod } from './withPod';

export interface PlainScreen {
  /** Rows from the top, without trailing blanks; untrusted text. `null`: the Pod offers no screen (a conversation). */
  readonly rows: readonly string[] | null;
}

export function readScreen(target: PodTarget): Promise<Outcome<PlainScreen>> {
  return withPod(target, async (talk, name) => {
    if (!talk.hello.extensions.includes('screen')) return { kind: 'done', rows: null };
    talk.send({ method: 'watch_screen', params: { max_fps: 10 } });
    return talk.answer<Outcome<PlainScreen>>(
      (event) => (event.event === 'screen' && event.data.full ? { kind: 'done', rows: plainRows(event.data) } : null),
      () => failure('failed', `The Pod "${name}" did not show its screen in time.`),
    );
  });
}

function plainRows({ rows, lines }: ScreenUpdate): string[] {
  const texts = new Array<string>(rows).fill('');
  for (const [y, runs] of lines) {
    if (y >= rows) continue;
    const row = runs.map(([text]) => text).join('');
    texts[y] = row.trimEnd();
  }
  return texts;
}
