// What holds where no configuration file says anything: the schema's own defaults, for who needs no schema.
import { DEFAULT_RECORD_BYTES } from '../protocol/orderBounds';
import { DEFAULT_DETACH_KEY } from '../terminal/detachKey';
import type { ConfigFile } from './configSchema';

export const CONFIG_DEFAULTS: ConfigFile = {
  detachKey: DEFAULT_DETACH_KEY,
  attachMouse: false,
  notify: { bell: false, desktop: false, command: [] },
  copyCommand: [],
  keys: {},
  theme: 'auto',
  mouse: true,
  record: true,
  recordBytes: DEFAULT_RECORD_BYTES,
  agents: {},
  sessions: { multiplexers: true, resume: {}, as: {} },
  mcpServers: [],
  clientTools: false,
  readBeforeAllowing: true,
  hosts: {},
  homes: [],
};
