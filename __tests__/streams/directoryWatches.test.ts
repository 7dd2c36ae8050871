// Directories that come, go and come again are watched, each once.
import fs from 'node:fs';
import path from 'node:path';
import { directoryWatches } from '../../src/streams/directoryWatches';
import { until } from '../fixtures/until';
import { endAll, handles, handlesBefore, hear, tempHome } from './streamFixtures';

afterEach(endAll);

describe('directoryWatches', () => {
  test('tells the names that changed', async () => {
    const home = tempHome();
    const heard = hear(directoryWatches()(home.pods));
    fs.writeFileSync(path.join(home.pods, 'a'), 'x');
    await heard.waitFor((name) => name === 'a');
  });

  test('a directory that comes up later, with its parents, is watched from then on', async () => {
    const home = tempHome({ exists: false });
    const heard = hear(directoryWatches()(home.pods));
    fs.mkdirSync(home.data);
    fs.mkdirSync(home.pods);
    await heard.waitFor((name) => name === null);
    await until(() => {
      fs.writeFileSync(path.join(home.pods, 'a'), 'x');
      return heard.values.includes('a');
    });
  });

  test('a directory that is replaced is watched anew', async () => {
    const home = tempHome();
    const heard = hear(directoryWatches()(home.pods));
    fs.rmSync(home.pods, { recursive: true });
    await heard.waitFor((name) => name === null);
    fs.mkdirSync(home.pods);
    await until(() => {
      fs.writeFileSync(path.join(home.pods, 'a'), 'x');
      return heard.values.includes('a');
    });
  });

  test('one watch a directory, however many listen; none when nobody does', async () => {
    const home = tempHome();
    let opened = 0;
    const before = await handlesBefore();
    const changes = directoryWatches({
      watch: (directory, listener) => {
        opened += 1;
        return fs.watch(directory, listener);
      },
    });
    const first = hear(changes(home.pods));
    const second = hear(changes(home.pods));
    expect(opened).toBe(1);
    first.subscription.unsubscribe();
    fs.writeFileSync(path.join(home.pods, 'a'), 'x');
    await second.waitFor((name) => name === 'a');
    expect(first.values).toEqual([]);
    second.subscription.unsubscribe();
    await until(() => handles() === before);
  });

  test('where watches run out, the directory is swept', async () => {
    const home = tempHome();
    const before = await handlesBefore();
    const changes = directoryWatches({
      watch: () => {
        throw Object.assign(new Error('no more watches'), { code: 'ENOSPC' });
      },
      sweepMs: 10,
    });
    const heard = hear(changes(home.pods));
    const other = hear(changes(home.sessions));
    await until(() => heard.values.length > 2 && other.values.length > 2);
    expect(new Set(heard.values)).toEqual(new Set([null]));
    heard.subscription.unsubscribe();
    other.subscription.unsubscribe();
    await until(() => handles() === before);
  });

  describe('where no event comes', () => {
    /** As on a network file system, or when the kernel's queue was full. */
    const silent = () => {
      const silentWatcher = fs.watch('/');
      silentWatcher.removeAllListeners('change');
      return silentWatcher;
    };

    test('what came, went or grew is told all the same, and nothing while nothing changes', async () => {
      const home = tempHome();
      const file = path.join(home.pods, 'a');
      const heard = hear(directoryWatches({ watch: silent, lookMs: 10 })(home.pods));
      for (const change of [
        () => fs.writeFileSync(file, 'x'),
        () => fs.appendFileSync(file, 'more'),
        () => fs.rmSync(file),
      ]) {
        await new Promise((resolve) => setTimeout(resolve, 100));
        expect(heard.values).toEqual([]);
        change();
        await until(() => heard.values.includes(null));
        await new Promise((resolve) => setTimeout(resolve, 100));
        heard.values.length = 0;
      }
    });

    test('of very many each is told once, as nobody knows what was there when its watch began', async () => {
      const home = tempHome();
      const changes = directoryWatches({ watch: silent, lookMs: 10 });
      const directories = Array.from({ length: 513 }, (_, n) => path.join(home.pods, `pod${n}`));
      const heard = directories.map((directory) => {
        fs.mkdirSync(directory);
        return hear(changes(directory));
      });
      const last = heard.at(-1);
      await until(() => last?.values.includes(null) === true);
      expect(heard[0]?.values).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(last?.values).toEqual([null]);
    });

    test('a directory that is swapped above is watched where it is now', async () => {
      const home = tempHome();
      const heard = hear(directoryWatches({ lookMs: 10 })(home.pods));
      fs.renameSync(home.data, `${home.data}.old`);
      fs.mkdirSync(home.pods, { recursive: true });
      await until(() => {
        fs.writeFileSync(path.join(home.pods, 'a'), String(Math.random()));
        return heard.values.includes('a');
      });
    });

    test('a file that is written in place is seen also beside more directories than are looked at', async () => {
      const home = tempHome();
      const file = path.join(home.pods, 'table');
      fs.writeFileSync(file, 'x');
      for (let n = 0; n < 300; n++) fs.mkdirSync(path.join(home.pods, `pod${n}`));
      const heard = hear(directoryWatches({ watch: silent, lookMs: 10 })(home.pods));
      fs.appendFileSync(file, 'more');
      await until(() => heard.values.includes(null));
    });

    test('after a jump of the clock everything is looked at, changed or not, once', async () => {
      const home = tempHome();
      const heard = hear(directoryWatches({ watch: silent, lookMs: 10 })(home.pods));
      const { now } = Date;
      const set = jest.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
      try {
        await until(() => heard.values.length > 0);
        heard.values.length = 0;
        await new Promise((resolve) => setTimeout(resolve, 100));
        expect(heard.values).toEqual([]);
      } finally {
        set.mockRestore();
      }
    });

    test('a process that was stopped looks at once when it goes on', async () => {
      const home = tempHome();
      const heard = hear(directoryWatches({ watch: silent, lookMs: 1_000_000 })(home.pods));
      fs.writeFileSync(path.join(home.pods, 'a'), 'x');
      // Jest's own `process` hears no signals.
      process.emit('SIGCONT', 'SIGCONT');
      await until(() => heard.values.includes(null));
    });
  });
});
