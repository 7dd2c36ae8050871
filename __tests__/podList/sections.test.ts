// Who waits for input, who works, who is closed.
import { buildPodList } from '../../src/podList/buildPodList';
import { podSections } from '../../src/podList/sections';
import { facts, livePod, names, storedPod } from './facts';

const list = buildPodList(
  facts({
    stored: ['s1', 's2', 's3', 's4', 'checked'].map((name) => storedPod(name)),
    live: [
      livePod('idle'),
      livePod('running', { status: 'running' }),
      livePod('paused', { status: 'paused' }),
      livePod('silent', { status: null }),
      livePod('dead', { reach: 'unreachable' }),
      livePod('checked', { reach: 'probing' }),
    ],
  }),
);

describe('podSections', () => {
  it('puts idle Pods into pending and every other live Pod into working', () => {
    const { pending, working } = podSections(list);
    expect(names(pending)).toEqual(['idle']);
    expect(names(working)).toEqual(['paused', 'running', 'silent']);
  });

  it('closes all others, showing three and counting the rest', () => {
    const { closed } = podSections(list);
    expect([names(closed.entries), closed.total, closed.hidden]).toEqual([['checked', 's1', 's2'], 6, 3]);
  });

  it('shows as many closed ones as asked for', () => {
    expect(podSections(list, 10).closed).toMatchObject({ total: 6, hidden: 0 });
  });
});
