// What every command takes, as the arguments of a command without a name.
import type { CommandHelp } from '../commands/line/command';
import { COMMON_FIELDS } from '../commands/line/commonFields';

export const EVERY_COMMAND: CommandHelp = {
  name: '',
  group: 'pods',
  summary: '',
  positionals: {},
  options: COMMON_FIELDS,
  rest: 'nothing',
};
