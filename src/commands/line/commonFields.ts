// The options that every command takes.
import type { Fields } from './command';

export const COMMON_FIELDS = {
  home: {
    type: 'string',
    array: true,
    requiresArg: true,
    value: 'DIR',
    complete: 'directories',
    describe: 'Read this home too (repeatable); new Pods go to your own',
  },
  'no-color': { type: 'boolean', describe: 'Plain text' },
} as const satisfies Fields;

/** What many commands have in common. */
export const aPodName = { type: 'string', demandOption: true, value: 'NAME', describe: 'Name of the Pod' } as const;
export const podNames = {
  type: 'string',
  array: true,
  demandOption: true,
  value: 'NAME',
  describe: 'Names of Pods, or globs',
} as const;
/** The same, where an option may stand for them. */
export const somePodNames = {
  type: 'string',
  array: true,
  value: 'NAME',
  describe: 'Names of Pods, or globs',
} as const;
export const detachField = { type: 'boolean', alias: 'd', default: false, describe: 'Do not attach' } as const;
export const cwdField = {
  type: 'string',
  requiresArg: true,
  value: 'DIR',
  complete: 'directories',
  describe: 'Directory to start in',
} as const;
/** Taken out before the command runs: it changes the configuration that the command gets. */
export const detachKeyField = {
  type: 'string',
  requiresArg: true,
  value: 'KEY',
  complete: 'keys',
  describe: 'Key that detaches, e.g. "C-]"',
} as const;
export const jsonField = { type: 'boolean', default: false, describe: 'One JSON array, for scripts' } as const;
