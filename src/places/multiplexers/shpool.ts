// shpool: what `shpool list` says. It would start its daemon where there is none, so it is asked only where its socket is.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Multiplexer, MultiplexerLook } from './multiplexer';

export const shpool: Multiplexer = {
  name: 'shpool',
  command: 'shpool',

  async list(look) {
    if (!existsSync(socketOf(look))) return [];
    const output = await look.run(['shpool', 'list']);
    if (output === null || output.code !== 0) return [];
    const [, ...lines] = output.stdout.split('\n');
    return lines.flatMap((line) => {
      const [name = '', started = '', status = ''] = line.split('\t');
      if (name === '') return [];
      const createdAt = Date.parse(started);
      return [
        {
          ...{ multiplexer: 'shpool', name, server: null, title: null, directory: null },
          createdAt: Number.isNaN(createdAt) ? null : createdAt,
          activeAt: null,
          isAttached: status.trim() === '' ? null : /^attached/i.test(status.trim()),
          attach: ['shpool', 'attach', name],
        },
      ];
    });
  },
};

function socketOf({ env, home }: MultiplexerLook): string {
  const runtime = env.XDG_RUNTIME_DIR;
  const directory = runtime === undefined || runtime === '' ? path.join(home, '.local', 'run') : runtime;
  return path.join(directory, 'shpool', 'shpool.socket');
}
