// Why the system that we run on would not execute a file that is there and executable.
import { linuxExecutable } from './linuxExecutable';
import { macOsExecutable } from './macOsExecutable';

/** What follows "The command NAME": "needs the interpreter …"; null: nothing speaks against it. */
type ExecutableFault = (file: string) => string | null;

export const executableFault: ExecutableFault =
  process.platform === 'darwin' ? (file) => macOsExecutable(file) : linuxExecutable;
