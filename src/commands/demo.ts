// `podwatch demo`: the product at work on real Pods in a home that is gone afterwards.
import path from 'node:path';
import { runDemo } from '../demo/runDemo';
import type { CommandContext } from './commandContext';
import { defineCommand } from './line/command';
import { complain, print } from './printText';

export const command = defineCommand({
  name: 'demo',
  group: 'itself',
  summary: 'Show podwatch at work, in a temporary home',
  positionals: {},
  options: {},
  rest: 'nothing',
  run: runDemoCommand,
});

function runDemoCommand({ podProgram, env, stdin, stdout, stderr }: CommandContext): Promise<number> {
  return runDemo({
    podProgram,
    cli: path.resolve(path.dirname(podProgram), '..', 'cli.js'),
    env,
    isTerminal: stdin.isTTY === true && stdout.isTTY === true,
    print: (line) => print(stdout, line),
    complain: (line) => complain(stderr, line),
  });
}
