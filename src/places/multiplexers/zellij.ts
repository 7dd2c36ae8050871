// Zellij: what `zellij list-sessions` says. Sessions that have exited and would be started anew are no live ones.
import type { Multiplexer } from './multiplexer';

const LINE = /^(\S.*?) \[Created .*?ago\](.*)$/;

export const zellij: Multiplexer = {
  name: 'zellij',
  command: 'zellij',

  async list({ run }) {
    const output = await run(['zellij', 'list-sessions', '--no-formatting']);
    if (output === null || output.code !== 0) return [];
    return output.stdout.split('\n').flatMap((line) => {
      const [, name, state = ''] = LINE.exec(line) ?? [];
      if (name === undefined || state.includes('EXITED')) return [];
      return [
        {
          ...{ multiplexer: 'zellij', name, server: null, title: null, directory: null },
          ...{ createdAt: null, activeAt: null, isAttached: null },
          attach: ['zellij', 'attach', name],
        },
      ];
    });
  },
};
