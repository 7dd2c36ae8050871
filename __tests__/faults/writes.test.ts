// Full disks, broken disks and short writes at each call that changes a file: never "done" for what is not, never a state for a person.
import { inHome, shuffled, Tally } from '../fixtures/campaign';
import {
  attack,
  type Call,
  countCalls,
  type Fault,
  isKept,
  isLive,
  processesLeft,
  recover,
  SCENARIOS,
  type Scenario,
} from '../fixtures/faultyRun';
import type { Ran, TempHome } from '../fixtures/tempHome';

const SHARE = 0.7 / SCENARIOS.length;
const ERRORS = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'];

function faultsAt({ at, ways }: Call): Fault[] {
  const faults: Fault[] = ways.includes('error') ? ERRORS.map((kind) => ({ kind, at })) : [];
  if (ways.includes('error')) faults.push({ kind: 'ENOSPC', at, lasting: true });
  return ways.includes('short') ? [...faults, { kind: 'short', at }] : faults;
}

/** What the command has said, held against what is. */
async function lies(home: TempHome, { commands: [command = []] }: Scenario, ran: Ran | undefined): Promise<string[]> {
  if (ran === undefined || ran.code === null) return ['it was ended by a signal, or did not end'];
  if (ran.code !== 0) {
    if (command[0] === 'rename' && isKept(home).renamed && !isKept(home).record) {
      // A live one may have it before the command hears of it.
      if (!/did not say/.test(ran.stderr)) return ['"rename" says that it is not, and it is'];
    }
    if (/\n\s+at .*:\d+:\d+/.test(ran.stderr)) return [`a stack for its user: ${ran.stderr}`];
    return ran.stderr.trim() === '' ? [`it ended with ${ran.code} and no word`] : [];
  }
  const [verb = ''] = command;
  const facts = { live: await isLive(home), ...isKept(home) };
  const wanted: Readonly<Record<string, Partial<typeof facts>>> = {
    run: { live: true, record: true, entry: true },
    restore: { live: true, record: true, entry: true },
    stop: { live: false, record: true, entry: false },
    rm: { live: false, record: false, entry: false },
    prune: { record: false, entry: false },
    rename: { record: false, entry: false, renamed: true },
    archive: { record: true, archived: true },
    unarchive: { record: true, archived: false },
    adopt: { record: true },
  };
  const isTrue = Object.entries(wanted[verb] ?? {}).every(([fact, value]) => Reflect.get(facts, fact) === value);
  return isTrue ? [] : [`"${verb}" says that it is done, and this is so: ${JSON.stringify(facts)}`];
}

test.each(SCENARIOS)('$what ($in)', async (scenario) => {
  const faults = (await countCalls(scenario)).flatMap(faultsAt);
  const tally = new Tally(`write: ${scenario.what}`, SHARE, faults.length);
  for (const fault of shuffled(faults)) {
    if (!tally.hasTime) break;
    await tally.try(`${fault.kind}${fault.lasting ? ' from' : ' at'} call ${fault.at}`, () =>
      inHome(async (home) => {
        const { ran, missed } = await attack(home, scenario, fault);
        // Where the Pod is stopped again, what its start has said is told by what follows.
        const said = scenario.commands.length === 1 ? await lies(home, scenario, ran[0]) : [];
        return [...missed, ...said, ...(await recover(home)), ...(await processesLeft(home))];
      }),
    );
  }
  tally.end();
});
