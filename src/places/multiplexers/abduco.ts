// abduco: called without arguments it lists its sessions; `*` = somebody is attached, `+` = its program has ended.
import type { Multiplexer } from './multiplexer';

const LINE = /^([*+ ]) \w+\s+(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s+(\S.*)$/;

export const abduco: Multiplexer = {
  name: 'abduco',
  command: 'abduco',

  async list({ run }) {
    const output = await run(['abduco']);
    return (output?.stdout ?? '').split('\n').flatMap((line) => {
      const [, mark, date = '', name] = LINE.exec(line) ?? [];
      if (name === undefined || mark === '+') return [];
      return [
        {
          ...{ multiplexer: 'abduco', name, server: null, title: null, directory: null },
          createdAt: Date.parse(date.replace(' ', 'T')),
          activeAt: null,
          isAttached: mark === '*',
          attach: ['abduco', '-a', name],
        },
      ];
    });
  },
};
