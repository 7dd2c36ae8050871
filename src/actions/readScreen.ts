// What a live terminal Pod shows right now, as plain rows of text.

import { displayName } from '../cells/displayText';
import { errorText } from '../store/fileErrors';
import { failure, type Outcome } from './actionFailure';
import { PodConnection } from './podConnection';

/** Rows from the top, without trailing blanks; untrusted text. `null`: the Pod offers no screen (a conversation). */
export async function readScreen(
  socketPath: string,
  podName: string,
): Promise<Outcome<{ readonly rows: readonly string[] | null }>> {
  const name = displayName(podName);
  let connection: PodConnection;
  try {
    connection = await PodConnection.connect(socketPath);
  } catch (error) {
    return failure('failed', `The Pod "${name}" cannot be reached: ${errorText(error)}`);
  }
  try {
    const hello = await connection.snapshot();
    if (hello.event === 'snapshot' && !hello.data.greeting.extensions.includes('screen'))
      return { kind: 'done', rows: null };
    if (hello.event === 'snapshot') connection.send({ method: 'watch_screen', params: {} });
    for (;;) {
      const next = await connection.nextEvent();
      if (next.event === 'screen' && next.data.full) return { kind: 'done', rows: plainRows(next.data) };
      if (next.event === 'timeout' || next.event === 'closed') {
        return failure('failed', `The Pod "${name}" did not show its screen in time.`);
      }
    }
  } finally {
    connection.close();
  }
}

function plainRows({
  rows,
  lines,
}: {
  rows: number;
  lines: readonly (readonly [number, readonly (readonly [string, ...unknown[]])[]])[];
}): string[] {
  const texts = new Array<string>(rows).fill('');
  for (const [y, runs] of lines) {
    if (y < rows)
      texts[y] = runs
        .map(([text]) => text)
        .join('')
        .trimEnd();
  }
  return texts;
}
