// SIGKILL before each call that changes something, of the commands and of the Pod: nothing is torn, and nobody has to mend it.
import { inHome, shuffled, Tally } from '../fixtures/campaign';
import { attack, countCalls, processesLeft, recover, SCENARIOS } from '../fixtures/faultyRun';

const SHARE = 0.7 / SCENARIOS.length;

test.each(SCENARIOS)('$what ($in)', async (scenario) => {
  const calls = await countCalls(scenario);
  const tally = new Tally(`kill: ${scenario.what}`, SHARE, calls.length);
  for (const { at } of shuffled(calls)) {
    if (!tally.hasTime) break;
    await tally.try(`call ${at}`, () =>
      inHome(async (home) => {
        const { missed } = await attack(home, scenario, { kind: 'kill', at });
        return [...missed, ...(await recover(home)), ...(await processesLeft(home))];
      }),
    );
  }
  tally.end();
});
