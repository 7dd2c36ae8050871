// `podwatch serve --stdio`, which no user types: the far end of `hosts`, started by a podwatch on another machine over ssh.
import { version } from '../../package.json';
import { openPlaces } from '../places/openPlaces';
import { resolveHome } from '../protocol/homePaths';
import { type CommandContext, inContext } from './commandContext';
import { knownHomes } from './knownHomes';
import { UsageError } from './line/usageError';

/** @returns the exit code. @throws UsageError */
export async function runServe(words: readonly string[]): Promise<number> {
  if (words.length !== 1 || words[0] !== '--stdio') {
    throw new UsageError('podwatch serves another podwatch only: podwatch serve --stdio');
  }
  return inContext({ homes: [], noColor: true, detachKey: null }, serve, true);
}

async function serve(context: CommandContext): Promise<number> {
  const { serveStdio, withUserRuntime } = await import('../serve/serveStdio');
  const { config, podProgram, stdin, stdout, stderr } = context;
  const env = withUserRuntime(context.env);
  const own = env === context.env ? null : resolveHome(env);
  const homes = own?.ok ? knownHomes({ own: own.value, configured: config.homes, named: [], env }) : context.homes;
  const places = openPlaces({ homes, podProgram, env });
  // Who reads them is another machine: that it has gone is no end before what it has asked for is done.
  for (const stream of [stdout, stderr]) stream.removeAllListeners('error').on('error', () => {});
  await serveStdio(stdin, stdout, { places, config, env, version, podProgram });
  // What still waits for a viewer that has gone is nobody's, and nothing here outlives it.
  process.exit(0);
}
