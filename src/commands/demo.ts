// `podwatch demo`: the product at work on real Pods in a home that is gone afterwards.
import path from 'node:path';
import { runDemo } from '../demo/runDemo';
import type { CommandContext } from './commandContext';

export function runDemoCommand({ podProgram, env, stdin, stdout, stderr }: CommandContext): Promise<number> {
  return runDemo({
    podProgram,
    cli: path.resolve(path.dirname(podProgram), '..', 'cli.js'),
    env,
    isTerminal: stdin.isTTY === true && stdout.isTTY === true,
    print: (line) => stdout.write(`${line}\n`),
    complain: (line) => stderr.write(`podwatch: ${line}\n`),
  });
}
