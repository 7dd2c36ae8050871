// The desktop of the system that we run on.
import type { Desktop } from './desktop';
import { linuxDesktop } from './linuxDesktop';
import { macOsDesktop } from './macOsDesktop';

export const thisDesktop: Desktop = process.platform === 'darwin' ? macOsDesktop : linuxDesktop;
