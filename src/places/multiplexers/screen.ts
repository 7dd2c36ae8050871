// GNU screen: what `screen -ls` says.
import type { Multiplexer } from './multiplexer';

/** `\t123.name\t(11/26/26 12:00:00)\t(Detached)`; the date is left out by some builds. */
const LINE = /^\t(\d+\.\S.*?)\t(?:\(([^()]*\d[^()]*)\)\t)?\((Attached|Detached|Multi, attached|Multi, detached)\)/;

export const screen: Multiplexer = {
  name: 'screen',
  command: 'screen',

  async list({ run }) {
    // Its exit code says how many there are, in a way that has changed over the versions.
    const output = await run(['screen', '-ls']);
    return (output?.stdout ?? '').split('\n').flatMap((line) => {
      const [, name, date, state] = LINE.exec(line) ?? [];
      if (name === undefined || state === undefined) return [];
      const createdAt = date === undefined ? Number.NaN : Date.parse(date);
      return [
        {
          ...{ multiplexer: 'screen', name, server: null, title: null, directory: null },
          createdAt: Number.isNaN(createdAt) ? null : createdAt,
          activeAt: null,
          isAttached: /attached/i.test(state),
          // `-x`: beside whoever is attached already.
          attach: ['screen', '-x', name],
        },
      ];
    });
  },
};
