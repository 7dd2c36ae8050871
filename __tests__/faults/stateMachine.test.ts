// Any order of run, stop, restore, rm, kill and typing, held against a model of what must be true after each.
import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { removePod } from '../../src/actions/removePod';
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

/** `pending`: live, and nothing has been typed or put out yet; one that is killed so leaves nothing that could be restored. */
interface Model {
  readonly pods: Map<Name, { isLive: boolean; isActive: boolean }>;
}

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

function step(
  what: string,
  name: Name,
  deed: (pod: { isLive: boolean; isActive: boolean } | undefined, model: Model, real: Real) => Promise<void>,
): Step {
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
    const isFree = pod === undefined || (!pod.isLive && !pod.isActive);
    expect(kind).toBe(isFree ? 'done' : 'not-eligible');
    if (isFree) model.pods.set(name, { isLive: true, isActive: false });
  });

const type = (name: Name) =>
  step('type', name, async (pod, _, real) => {
    if (!pod?.isLive) return;
    const dial = dialSocket(podSocketPath(real.home.paths, name));
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
    const socketPath = podSocketPath(real.home.paths, name);
    expect(await stopPod({ home: real.home.paths, podName: name, socketPath })).toMatchObject({ kind: 'done' });
    // How it ended is in its log.
    model.pods.set(name, { isLive: false, isActive: true });
  });

const kill = (name: Name) =>
  step('kill -9', name, async (pod, model, real) => {
    if (!pod?.isLive) return;
    const { pid = 0 } = real.home.allocations().find(({ pod_name }) => pod_name === name) ?? {};
    expect(pid).toBeGreaterThan(0);
    process.kill(pid, 'SIGKILL');
    await until(() => !processesWithMark(real.home.directory).some((each) => each.pid === pid));
    if (pod.isActive) pod.isLive = false;
    else model.pods.delete(name);
  });

const restore = (name: Name) =>
  step('restore', name, async (pod, _, real) => {
    const { kind } = await restorePod({ ...order(real), name, argv: [], cwd: null, fallbackCwd: '/' });
    // Of a live one there is nothing to be done, and nothing is.
    const can = pod !== undefined && (pod.isLive || pod.isActive);
    expect(kind === 'done').toBe(can);
    if (pod !== undefined && can) pod.isLive = true;
  });

const remove = (name: Name) =>
  step('rm', name, async (pod, model, real) => {
    const { kind } = await removePod(real.home.paths, name);
    if (pod?.isLive) {
      expect(kind).toBe('not-eligible');
      return;
    }
    expect(kind).toBe('done');
    model.pods.delete(name);
    expect(fs.existsSync(path.join(real.home.paths.pods, name))).toBe(false);
  });

const name = fc.constantFrom(...NAMES);
const steps = fc.commands(
  [run, run, type, stop, kill, restore, remove].map((make) => name.map(make)),
  { maxCommands: 14 },
);

test('any order of commands', async () => {
  const tally = new Tally('orders of run, type, stop, kill, restore and rm', 0.2);
  for (let seed = SEED, isFirst = true; isFirst || tally.hasTime; seed += 1, isFirst = false) {
    await tally.try(`seed ${seed}`, async () => {
      const property = fc.asyncProperty(steps, async (commands) => {
        const home = makeTempHome();
        try {
          await fc.asyncModelRun(() => ({ model: { pods: new Map() }, real: { home } }), commands);
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
