// `podwatch demo`: the product at work on real Pods in a home that is gone afterwards.
import path from 'node:path';
import { runDemo } from '../demo/runDemo';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/defineCommand';
import { complain, print } from './printText';

export const command = defineCommand({
  name: 'demo',
  group: 'itself',
  summary: 'Show podwatch at work, in a temporary home',
  positionals: {},
  options: {
    hosts: {
      type: 'boolean',
      default: false,
      describe: 'With two other machines, played on this one by OpenSSH (ssh and sshd; nothing listens)',
    },
  },
  rest: 'nothing',
  run: (context, { hosts }) => runDemoCommand(context, hosts),
});

function runDemoCommand(
  { podProgram, config, env, stdin, stdout, stderr }: CommandContext,
  withHosts: boolean,
): Promise<number> {
  return runDemo({
    podProgram,
    cli: path.resolve(path.dirname(podProgram), '..', 'cli.js'),
    env,
    withHosts,
    configFile: config.file,
    isTerminal: stdin.isTTY === true && stdout.isTTY === true,
    print: (line) => print(stdout, line),
    complain: (line) => complain(stderr, line),
  });
}
