// Composer, search, zoom and conversations in the run loop: what they watch and ask of the world.
import type { ConversationChange } from '../../../src/conversation/conversationChange';
import { asked, grow, user } from '../../conversation/conversationFixtures';
import { livePod } from '../../podList/facts';
import { conversationFeed, keyOf, listOf, NOW, terminalPod } from '../scene';
import { done, FakeWorld } from './fakeWorld';

describe('the composer', () => {
  test('delivers once, at the same time to all, and says how each went', async () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('a'), terminalPod('b')] });
    world.press('space', 'right', 'space', 'i', 'j', 'q', 'enter', 'enter');
    await world.settled();
    expect(world.calls.map(({ what }) => what)).toEqual(['send a jq', 'send b jq']);
    world.calls[1]?.fail(new Error('broken pipe'));
    await world.settled();
    expect(world.screen.text).toContain('sending…');
    world.calls[0]?.settle(done);
    await world.settled();
    expect(world.screen.text).toContain('1 sent, 1 failed: b: broken pipe');
    expect(world.screen.text).toContain('› jq');
    expect(world.screen.frames.at(-1)?.cursor).toMatchObject({ x: 4 });
    expect(world.result).toBeNull();
  });
});

test('searches output a moment after the last letter, one search at a time, and none once it is left', () => {
  const world = new FakeWorld().start().list({ live: [terminalPod('demo')] });
  const searches = () => world.opened.filter((each) => each.startsWith('search'));
  world.press('/', 'tab', 'n', 'e').advance(100);
  expect(searches()).toEqual([]);
  world.advance(100);
  expect(searches()).toEqual(['search ne in demo']);
  const hit = {
    key: keyOf('demo'),
    at: NOW,
    line: 'a needle',
    column: 2,
    source: '/f.cast',
    kind: 'recording',
  } as const;
  world.found$.next({ kind: 'hits', hits: [hit] });
  world.advance(100);
  expect(world.screen.text).toContain('a needle');
  world.press('e').advance(100);
  expect(world.found$.observed).toBe(false);
  world.advance(100);
  expect(searches()).toEqual(['search ne in demo', 'search nee in demo']);
  // The search goes on while one of its lines is looked at.
  world.press('enter').advance(100);
  expect([world.opened.at(-1), world.found$.observed]).toEqual(['scrollback demo', true]);
  world.press('escape', 'escape').advance(100);
  expect(world.found$.observed).toBe(false);
});

test('zoom watches one Pod alone, and asks for what stood above its screen only when it is wanted', () => {
  const pod = (name: string) => terminalPod(name, { extensions: ['terminal', 'screen', 'scrollback'] });
  const world = new FakeWorld().start().list({ live: [pod('a'), pod('b')] });
  world.press('z');
  expect([...world.tiles.keys()]).toEqual(['a']);
  world.press('right');
  expect([...world.tiles.keys()]).toEqual(['b']);
  expect(world.opened).not.toContain('scrollback b');
  world.press('pageup', 'pageup');
  expect(world.opened.filter((what) => what === 'scrollback b')).toHaveLength(1);
  world.press('z');
  expect([...world.tiles.keys()].sort()).toEqual(['a', 'b']);
});

describe('an open conversation', () => {
  test('streams, is answered by key, and leads back to the tiles', async () => {
    const world = new FakeWorld().start().list({ live: [livePod('gem'), terminalPod('other')] });
    world.press('enter');
    expect([...world.tiles.keys()]).toEqual(['gem']);
    expect(world.opened.at(-1)).toBe('gem viewing');
    const say = (...changes: ConversationChange[]) => {
      world.tiles.get('gem')?.next(conversationFeed(changes, { status: 'running' }));
      world.advance(50);
    };
    say(user('hi'), grow('On'));
    expect(world.screen.text).toContain('  On');
    say(user('hi'), grow('On it'));
    expect(world.screen.text).toContain('  On it');
    say(user('hi'), asked());
    world.press('y');
    expect(world.screen.text).not.toContain('y allow once');
    world.advance(500);
    expect(world.screen.text).toContain('y allow once');
    world.press('y', 'y');
    await world.settled();
    expect(world.calls.map(({ what }) => what)).toEqual(['permit gem p1 allow_once']);
    world.calls[0]?.settle(done);
    say(user('hi'), grow('Done'));
    world.press('escape', 'escape');
    await world.settled();
    expect(world.calls.map(({ what }) => what)).toEqual(['permit gem p1 allow_once', 'cancel gem']);
    world.press('C-\\');
    expect([...world.tiles.keys()].sort()).toEqual(['gem', 'other']);
    expect(world.screen.text).toMatch(/╔═ \S+ gem/);
    expect(world.screen.log).not.toContain('suspend');
  });

  test('alone it is there before the list is, and leaving it ends', async () => {
    const { entries } = listOf({ live: [livePod('gem')] });
    const world = new FakeWorld().start('grid', entries[0]);
    expect([...world.tiles.keys()]).toEqual(['gem']);
    world.tiles.get('gem')?.next(conversationFeed([user('hi')]));
    world.advance(50);
    expect(world.screen.text).toContain('> hi');
    world.press('C-\\');
    await world.settled();
    expect(world.result).toMatchObject({ kind: 'attached', message: '[detached from gem]' });
    expect(world.open).toEqual([0, 0, 0, 0, 0]);
  });
});
