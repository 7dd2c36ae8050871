// Which theme a setting means here: the terminal's own colours, unless its environment says that its background is light.
import type { ThemeName } from './theme';

/** White, and light grey: what the terminals that set COLORFGBG call their light backgrounds. */
const LIGHT = /(?:^|;)(?:7|15)$/;

/** `auto`: many a light terminal shows yellow, cyan and green in a way that nobody can read on it. */
export function chosenTheme(setting: ThemeName | 'auto', { COLORFGBG = '' }: Readonly<NodeJS.ProcessEnv>): ThemeName {
  if (setting !== 'auto') return setting;
  return LIGHT.test(COLORFGBG) ? 'light' : 'terminal';
}
