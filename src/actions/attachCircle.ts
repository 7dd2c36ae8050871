// Whether a Pod shows, through however many others, the Pod that we are in: then we must not show it.
import { displayName } from '../cells/displayText';
import { dialSocket } from '../client/dialSocket';
import { openTalk } from '../client/talk';
import type { PodPlace } from '../protocol/wireMethod';

/** Longer chains are not followed. */
const MAX_ASKED = 32;

/** The Pod that our own terminal is in; null: none. */
export function podAround(env: NodeJS.ProcessEnv): PodPlace | null {
  const { PODWATCH_POD: name, PODWATCH_SOCKET: socket } = env;
  return name && socket ? { name, socket } : null;
}

/**
 * The names behind the Pod that listens on `target`, each shown by the one before, down to `inside`; null: it does not show
 * that one. Each Pod says where it is shown: asked upwards from our own.
 */
async function showingChain(target: string, inside: PodPlace): Promise<readonly string[] | null> {
  const seen = new Set([inside.socket]);
  let asked = 0;
  let level = [{ place: inside, chain: [inside.name] }];
  while (level.length > 0 && asked < MAX_ASKED) {
    const around = await Promise.all(level.map(async (one) => ({ ...one, shownIn: await shownIn(one.place) })));
    asked += level.length;
    level = [];
    for (const { chain, shownIn: places } of around) {
      for (const place of places) {
        if (place.socket === target) return chain;
        if (!seen.has(place.socket)) level.push({ place, chain: [place.name, ...chain] });
        seen.add(place.socket);
      }
    }
  }
  return null;
}

/** What stands against showing the Pod `podName` on `target` to us, in a sentence; null: nothing. `where`: what of ours is there. */
export async function circleFault(
  { podName, target, inside }: { readonly podName: string; readonly target: string; readonly inside: PodPlace },
  where: 'terminal' | 'dashboard',
): Promise<string | null> {
  const name = displayName(podName);
  if (target === inside.socket) return `"${name}" would show itself: this ${where} runs in it.`;
  const chain = await showingChain(target, inside);
  if (chain === null) return null;
  const [first = '', ...others] = [podName, ...chain].map((each) => `"${displayName(each)}"`);
  const shown = others
    .map((each) => `which shows ${each}`)
    .join(', ')
    .replace('which shows', 'shows');
  return `${first} ${shown}, where this ${where} is: they would show each other without end. Detach from "${name}" there first.`;
}

/** None where it does not tell: an older Pod, or one that is just ending. */
async function shownIn({ socket }: PodPlace): Promise<readonly PodPlace[]> {
  const opened = await openTalk(dialSocket(socket));
  if (!opened.ok) return [];
  const { shownIn } = opened.value.hello;
  opened.value.close();
  return shownIn ?? [];
}
