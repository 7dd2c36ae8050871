// Cursor's agent: `chats/<md5 of the directory>/<UUID>/meta.json`; of older chats, in a database of blobs, only time and place are certain.
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ForeignTool } from '../foreignTool';
import { at, jsonOf, textAt, timeOf } from '../jsonFields';
import { lineOf } from '../promptText';
import type { SessionFact } from '../sessionFacts';

export const cursor: ForeignTool = {
  name: 'cursor',
  label: 'Cursor agent',
  package: 'cursor-agent (cursor.com/cli)',
  resumeCommand: ['cursor-agent', '--resume={id}'],

  *find(look) {
    for (const folder of look.directories(path.join(look.directory('CURSOR_CONFIG_DIR', '.cursor'), 'chats'))) {
      for (const chat of look.directories(folder)) {
        const [database, log] = ['store.db', 'store.db-wal'].map((name) => path.join(chat, name));
        const known = { sessionId: path.basename(chat) };
        yield {
          file: path.join(chat, 'store.db'),
          beside: [path.join(chat, 'meta.json'), database ?? '', log ?? ''],
          known,
        };
      }
    }
  },

  read({ file, beside, known }, look) {
    const meta = jsonOf(look.text(beside[0] ?? '') ?? '');
    if (meta === undefined && look.state(file) === null) return [];
    const fact: SessionFact = {
      sessionId: known.sessionId ?? '',
      title: lineOf(textAt(meta, 'title')) ?? 'Cursor chat',
      ...{ firstPrompt: null, lastPrompt: null, lastAnswer: null, directory: null, branch: null },
      updatedAt: timeOf(at(meta, 'updatedAtMs')) ?? timeOf(at(meta, 'createdAtMs')),
      ...{ notes: [], process: null, sameAs: null },
    };
    return [fact];
  },

  complete(found, _look, { directories }) {
    const byHash = new Map([...directories].map((one) => [createHash('md5').update(one).digest('hex'), one]));
    return found.map((one) => {
      const directory = byHash.get(path.basename(path.dirname(path.dirname(one.file)))) ?? null;
      return { ...one, fact: { ...one.fact, directory } };
    });
  },
};
