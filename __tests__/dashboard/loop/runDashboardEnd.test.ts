// The run loop gives the terminal away, takes it back, and ends: nothing stays open.
import { storedPod } from '../../podList/facts';
import { terminalPod } from '../scene';
import { done, FakeWorld } from './fakeWorld';

describe('attach', () => {
  test('gives the terminal away while its tile is still open, shows no tile and paints nothing meanwhile, and comes back as it was', async () => {
    const live = [terminalPod('a'), terminalPod('b')];
    const world = new FakeWorld().start().list({ live });
    const before = world.press('right').screen.text;
    world.screen.log.length = 0;
    world.press('enter');
    await world.settled();
    // It may go on over what its tile has open.
    expect(world.calls.map(({ what }) => what)).toEqual(['attach b with 2 tiles open']);
    expect([...world.tiles.keys()]).toEqual([]);
    world.list({ live: [...live, terminalPod('c')] }).advance(60_000);
    world.press('q');
    expect(world.screen.log).toEqual(['suspend']);
    world.calls[0]?.settle({ kind: 'done', message: 'detached from b' });
    await world.settled();
    expect(world.screen.log).toEqual(['suspend', 'take back', 'paint']);
    expect([...world.tiles.keys()]).toEqual(['a', 'b', 'c']);
    expect(world.screen.text).toContain('╔═ ○ b');
    expect(world.screen.text).toContain('detached from b');
    expect(before).toContain('╔═ ○ b');
  });

  test('an attach that throws is a message, not a dead screen', async () => {
    const world = new FakeWorld().start().list({ live: [terminalPod('a')] });
    world.press('enter');
    await world.settled();
    world.calls[0]?.fail(new Error('broken pipe'));
    await world.settled();
    expect(world.screen.text).toContain('! broken pipe');
    expect(world.result).toBeNull();
  });

  test('alone (-r), it ends with what the attach said, without taking the terminal again', async () => {
    const world = new FakeWorld().start('picker').list({ live: [terminalPod('a')], stored: [storedPod('old')] });
    world.press('enter');
    await world.settled();
    world.calls[0]?.settle({ kind: 'done', message: 'detached from a' });
    await world.settled();
    expect(world.result).toMatchObject({ kind: 'attached', entry: { id: { name: 'a' } }, message: 'detached from a' });
    expect(world.screen.log).not.toContain('take back');
    expect(world.open).toEqual([0, 0, 0, 0, 0]);
  });

  test('a restored Pod is attached as soon as its restore is done, whatever the list shows', async () => {
    const world = new FakeWorld().start('picker').list({ stored: [storedPod('demo')] });
    world.press('enter');
    await world.settled();
    expect(world.screen.text).toContain('restoring…');
    world.calls[0]?.settle({ ...done, socketPath: '/run/demo' });
    await world.settled();
    expect(world.calls.map(({ what }) => what)).toEqual(['restore demo', 'attach demo with 0 tiles open']);
    expect(world.screen.log.at(-1)).toBe('suspend');
  });
});

describe('the end', () => {
  const busy = () =>
    new FakeWorld().start().list({ live: [terminalPod('a'), terminalPod('b')], stored: [storedPod('old')] });

  test('q gives the terminal back before it takes down what is open, which may take its time', async () => {
    const world = busy();
    const openThen: (readonly number[])[] = [];
    world.screen.suspend = () => openThen.push(world.open);
    const before = world.open;
    world.press('q');
    await world.settled();
    expect(openThen).toEqual([before]);
    expect(world.result).toEqual({ kind: 'quit' });
  });

  test('q closes every subscription and timer, also with actions on their way', async () => {
    const world = busy().press('x', 'y');
    expect(world.open.every((count) => count > 0)).toBe(true);
    world.tiles.get('b')?.next({ kind: 'lost', reason: 'refused' });
    world.press('q');
    await world.settled();
    expect(world.result).toEqual({ kind: 'quit' });
    expect(world.open).toEqual([0, 0, 0, 0, 0]);
    const { length } = world.screen.frames;
    world.calls[0]?.settle(done);
    await world.settled();
    world.advance(86_400_000);
    expect(world.screen.frames).toHaveLength(length);
    expect(world.opened).toEqual(['a', 'b']);
  });

  test('a terminal that is gone ends it', async () => {
    const world = busy();
    world.screen.input$.complete();
    await world.settled();
    expect(world.result).toEqual({ kind: 'inputEnded' });
    expect(world.open).toEqual([0, 0, 0, 0, 0]);
  });

  test('so does one that is gone from the start', async () => {
    const world = new FakeWorld();
    world.screen.input$.complete();
    world.start();
    await world.settled();
    expect(world.result).toEqual({ kind: 'inputEnded' });
    expect(world.open).toEqual([0, 0, 0, 0, 0]);
  });
});
