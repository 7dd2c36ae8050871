// Any order of run, stop, restore, rm, rename, kill and typing, held against a model of what must be true after each.
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { removePod } from '../../src/actions/removePod';
import { renameLive, renameStopped } from '../../src/actions/renamePod';
import { restorePod } from '../../src/actions/restorePod';
import { runPod } from '../../src/actions/runPod';
import { sendToPod } from '../../src/actions/sendToPod';
import { stopPod } from '../../src/actions/stopPod';
import { dialSocket } from '../../src/client/dialSocket';
import { podSocketPath } from '../../src/protocol/homePaths';
import { SEED, Tally } from '../fixtures/campaign';
import { processesWithMark } from '../fixtures/processesWithMark';
import { makeTempHome, type TempHome } from '../fixtures/tempHome';
import { until } from '../fixtures/until';

const POD_PROGRAM = path.resolve(__dirname, '../../dist/pod/podMain.js');
const NAMES = ['a', 'b'] as const;
type Name = (typeof NAMES)[number];

interface Pod {
  isLive: boolean;
  /** Something has been typed: one that is killed before leaves nothing that could be restored. */
  isActive: boolean;
  /** Under which name it was started: it listens there, and keeps that name from others while it lives. */
  socketName: Name;
}

interface Model {
  readonly pods: Map<Name, Pod>;
  /** Names with a record of a Pod that never came to life. */
  readonly remains: Set<Name>;
}

/** A live Pod that was started under that name, whatever it is called now. */
const listener = ({ pods }: Model, name: Name) =>
  [...pods.values()].find((pod) => pod.isLive && pod.socketName === name);

interface Real {
  readonly home: TempHome;
}

const order = ({ home }: Real) => ({ home: home.paths, cols: 80, rows: 24, podProgram: POD_PROGRAM, env: home.env });

/** Asks the CLI, as a user would: what is listed is what the model says. */
async function expectListed(model: Model, { home }: Real): Promise<void> {
  const { code, stdout, stderr } = await home.podwatch(['ls', '--all', '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const rows: { name: string; state: string; actions: { canAttach: boolean; canRestore: boolean } }[] =
    JSON.parse(stdout);
  for (const name of NAMES) {
    const pod = model.pods.get(name);
    const row = rows.find((each) => each.name === name);
    if (pod?.isLive) expect([name, row?.state, row?.actions.canRestore]).toEqual([name, 'live', false]);
    else if (pod?.isActive)
      expect([name, row?.actions.canAttach, row?.actions.canRestore]).toEqual([name, false, true]);
    else expect([name, row?.actions.canRestore ?? false]).toEqual([name, false]);
  }
}

type Step = fc.AsyncCommand<Model, Real>;

function step(what: string, name: Name, deed: (pod: Pod | undefined, model: Model, real: Real) => Promise<void>): Step {
  return {
    check: () => true,
    run: async (model, real) => {
      await deed(model.pods.get(name), model, real);
      await expectListed(model, real);
    },
    toString: () => `${what} ${name}`,
  };
}

const run = (name: Name) =>
  step('run', name, async (pod, model, real) => {
    const { kind } = await runPod({ ...order(real), name, argv: ['cat'], cwd: '/' });
    const isFree = pod === undefined && listener(model, name) === undefined;
    expect(kind).toBe(isFree ? 'done' : 'not-eligible');
    if (!isFree) return;
    model.pods.set(name, { isLive: true, isActive: false, socketName: name });
    model.remains.delete(name);
  });

const type = (name: Name) =>
  step('type', name, async (pod, _, real) => {
    if (!pod?.isLive) return;
    const dial = dialSocket(podSocketPath(real.home.paths, pod.socketName));
    const { kind } = await sendToPod({ dial, podName: name, text: 'typed' });
    expect(kind).toBe('done');
    await until(() =>
      fs.readFileSync(path.join(real.home.paths.pods, name, 'metadata.json'), 'utf8').includes('segment_id'),
    );
    pod.isActive = true;
  });

const stop = (name: Name) =>
  step('stop', name, async (pod, model, real) => {
    if (!pod?.isLive) return;
    const socketPath = podSocketPath(real.home.paths, pod.socketName);
    expect(await stopPod({ home: real.home.paths, podName: name, socketPath })).toMatchObject({ kind: 'done' });
    // How it ended is in its log.
    model.pods.set(name, { isLive: false, isActive: true, socketName: name });
  });

const kill = (name: Name) =>
  step('kill -9', name, async (pod, model, real) => {
    if (!pod?.isLive) return;
    const { pid = 0 } = real.home.allocations().find(({ pod_name }) => pod_name === name) ?? {};
    expect(pid).toBeGreaterThan(0);
    process.kill(pid, 'SIGKILL');
    await until(() => !processesWithMark(real.home.directory).some((each) => each.pid === pid));
    if (pod.isActive) pod.isLive = false;
    else if (model.pods.delete(name)) model.remains.add(name);
  });

const restore = (name: Name) =>
  step('restore', name, async (pod, _, real) => {
    const { kind } = await restorePod({ ...order(real), name, argv: [], cwd: null, fallbackCwd: '/' });
    // Of a live one there is nothing to be done, and nothing is.
    const can = pod !== undefined && (pod.isLive || pod.isActive);
    expect(kind === 'done').toBe(can);
    if (pod === undefined || pod.isLive) return;
    pod.isLive = true;
    pod.socketName = name;
  });

const remove = (name: Name) =>
  step('rm', name, async (pod, model, real) => {
    const { kind } = await removePod(real.home.paths, name);
    if (pod?.isLive || listener(model, name) !== undefined) {
      expect(kind).toBe('not-eligible');
      return;
    }
    expect(kind).toBe('done');
    model.pods.delete(name);
    model.remains.delete(name);
    expect(fs.existsSync(path.join(real.home.paths.pods, name))).toBe(false);
  });

const rename = (name: Name) =>
  step('rename', name, async (pod, model, real) => {
    const other: Name = name === 'a' ? 'b' : 'a';
    const isTaken = model.pods.has(other) || model.remains.has(other);
    if (pod === undefined) return;
    const { paths } = real.home;
    const dial = dialSocket(podSocketPath(paths, pod.socketName));
    const { kind } = pod.isLive
      ? await renameLive({ podName: name, dial, newName: other })
      : await renameStopped(paths, name, other);
    const isFree = !isTaken && (pod.isLive || (listener(model, other) ?? listener(model, name)) === undefined);
    expect(kind).toBe(isFree ? 'done' : 'not-eligible');
    if (!isFree) return;
    model.pods.delete(name);
    model.pods.set(other, pod);
  });

const name = fc.constantFrom(...NAMES);
const steps = fc.commands(
  [run, run, type, stop, kill, restore, remove, rename].map((make) => name.map(make)),
  { maxCommands: 14 },
);

test('any order of commands', async () => {
  const tally = new Tally('orders of run, type, stop, kill, restore, rename and rm', 0.2);
  for (let seed = SEED, isFirst = true; isFirst || tally.hasTime; seed += 1, isFirst = false) {
    await tally.try(`seed ${seed}`, async () => {
      const property = fc.asyncProperty(steps, async (commands) => {
        const home = makeTempHome();
        try {
          await fc.asyncModelRun(
            () => ({ model: { pods: new Map(), remains: new Set<Name>() }, real: { home } }),
            commands,
          );
        } finally {
          await home.close();
        }
      });
      const result = await fc.check(property, { seed, numRuns: 1, endOnFailure: true });
      const report = await fc.asyncDefaultReportMessage(result);
      return result.failed ? [`${report}\n${result.errorInstance}`] : [];
    });
  }
  tally.end();
});
