// `podwatch agent`: this machine in a fleet, seen by the viewers of its user for as long as this runs.
import os from 'node:os';
import { version } from '../../package.json';
import { displayText } from '../cells/displayText';
import { openPlaces } from '../places/openPlaces';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/defineCommand';
import { UsageError } from './line/usageError';
import { complain, print } from './printText';

export const command = defineCommand({
  name: 'agent',
  group: 'itself',
  summary: 'Let the other machines of a fleet see and use the Pods of this one',
  details: [
    'Runs until it is ended (SIGTERM, Ctrl+C), best as a service of your own; Pods need it only to be seen from elsewhere, and go on without it. The way to the fleet stands in the configuration ("fleet"); docs/fleet.md says how.',
    'One agent runs a home, and one speaks for a name of the fleet: what the fleet knows of another machine under that name is never overwritten unless --replace says so.',
  ],
  positionals: {},
  options: {
    install: {
      type: 'boolean',
      default: false,
      describe: 'Write a service of systemd that runs it, shown before; say how it is started',
    },
    uninstall: { type: 'boolean', default: false, describe: 'Take that service away' },
    print: { type: 'boolean', default: false, describe: 'Print what the service would be' },
    yes: { type: 'boolean', alias: 'y', default: false, describe: 'Without asking' },
    replace: {
      type: 'boolean',
      default: false,
      describe: 'This machine stands in the place of another one that had its name in the fleet',
    },
  },
  rest: 'nothing',
  run: async (context, { install, uninstall, print: isPrinted, yes, replace }) => {
    if ([install, uninstall, isPrinted].filter(Boolean).length > 1) {
      throw new UsageError('Only one of --install, --uninstall and --print.');
    }
    if (!install && !uninstall && !isPrinted) return runAgent(context, { replace });
    const service = await import('./fleet/agentService');
    if (isPrinted) return service.printAgentUnit(context);
    return install
      ? service.installAgent(context, { yes, dryRun: false })
      : service.uninstallAgent(context, { yes, dryRun: false });
  },
});

/** What a system calls itself may hold more than a name of the fleet. */
function nameOfMachine(): string {
  const name = (os.hostname().split('.')[0] ?? '').replaceAll(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+/, '');
  return name.slice(0, 63);
}

async function runAgent(context: CommandContext, { replace }: { readonly replace: boolean }): Promise<number> {
  const { config, homes, env, podProgram, stdout, stderr } = context;
  const { fleet } = config;
  if (fleet === null) {
    complain(stderr, `There is no "fleet" in the configuration ${config.file}. docs/fleet.md says how to set one up.`);
    return 2;
  }
  const host = fleet.name ?? nameOfMachine();
  if (host === '') {
    complain(stderr, 'This machine has no name that can stand in a fleet: set fleet.name in the configuration.');
    return 2;
  }
  const { serveFleet } = await import('../serve/serveFleet');
  const places = openPlaces({ homes, podProgram, env });
  const why = await serveFleet({
    ...{ places, podProgram, config, env, version, host, home: homes[0] },
    ...{ spec: fleet, group: fleet.group, isReplacing: replace },
    say: (sentence) => print(stdout, displayText(sentence)),
    until: askedToEnd(),
  });
  if (why !== null) complain(stderr, displayText(why));
  // What still waits for a viewer is nobody's, and nothing here outlives it.
  process.exit(why === null ? 0 : 1);
}

function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
