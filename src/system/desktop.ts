// What differs between the desktops of systems: the programs for clipboard and notifications.

/** Prints the PNG of the clipboard, or fails. */
export interface PictureReader {
  readonly argv: readonly [program: string, ...args: string[]];
  /** The variable without which it could only fail; null: none. */
  readonly needs: string | null;
}

export interface Desktop {
  /** The best first. */
  readonly pictureReaders: readonly PictureReader[];
  /** Puts its standard input into the clipboard where terminals do not do it themselves (OSC 52); null: they do. */
  copyCommand(env: NodeJS.ProcessEnv): readonly string[] | null;
  /** Shows it, without a shell between; both are one line of plain text. */
  notifyCommand(title: string, text: string): readonly [program: string, ...args: string[]];
}
