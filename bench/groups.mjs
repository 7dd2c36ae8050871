// Every group of rows, in the order of the table.
import * as attach from './attach.mjs';
import * as conversation from './conversation.mjs';
import * as fleet from './fleet.mjs';
import * as grep from './grep.mjs';
import * as hostsIdle from './hostsIdle.mjs';
import * as hundredThousand from './hundredThousand.mjs';
import * as idle from './idle.mjs';
import * as manyLive from './manyLive.mjs';
import * as memory from './memory.mjs';
import * as nodeVersions from './nodeVersions.mjs';
import * as push from './push.mjs';
import * as sessions from './sessions.mjs';
import * as shortCommands from './shortCommands.mjs';
import * as starting from './starting.mjs';
import * as startUp from './startUp.mjs';
import * as thousands from './thousands.mjs';
import * as tiles from './tiles.mjs';
import * as toolPickers from './toolPickers.mjs';

/** Each: `title`, and `run({ rounds, wants })` → figures; `wants(row)` says which of its rows are measured. */
export const GROUPS = {
  'start-up': startUp,
  commands: shortCommands,
  thousands,
  'hundred-thousand': hundredThousand,
  live: manyLive,
  attach,
  push,
  tiles,
  idle,
  'hosts-idle': hostsIdle,
  starting,
  memory,
  conversation,
  sessions,
  pickers: toolPickers,
  grep,
  fleet,
  nodes: nodeVersions,
};
