// SIGKILL before each call that changes something, of the commands and of the Pod: nothing is torn, and nobody has to mend it.
import { shuffled, Tally } from '../fixtures/campaign';
import { attack, countCalls, processesLeft, recover, SCENARIOS } from '../fixtures/faultyRun';
import { makeTempHome } from '../fixtures/tempHome';

const SHARE = 0.7 / SCENARIOS.length;

test.each(SCENARIOS)('$what ($in)', async (scenario) => {
  const counted = makeTempHome();
  const calls = await countCalls(counted, scenario);
  await counted.close();
  const tally = new Tally(`kill: ${scenario.what}`, SHARE, calls);
  for (const at of shuffled(Array.from({ length: calls }, (_, index) => index + 1))) {
    if (!tally.hasTime) break;
    const home = makeTempHome();
    await tally.try(`call ${at}`, async () => {
      await attack(home, scenario, { kind: 'kill', at });
      const bad = await recover(home);
      const left = await processesLeft(home);
      return left.length === 0 ? bad : [...bad, `left running: ${left.join(', ')}`];
    });
    await home.close().catch(() => {});
  }
  tally.end();
});
