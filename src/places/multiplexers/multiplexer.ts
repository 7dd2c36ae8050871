// What a terminal multiplexer of this machine has to say of its sessions: one file each, one line in `multiplexers`.

/** One session that lives in a multiplexer. Texts are untrusted. */
export interface MultiplexerSession {
  /** What its own commands tell it from others by, where that is not the name. */
  readonly id?: string;
  readonly multiplexer: string;
  /** As the multiplexer names it; with `server` its identity. */
  readonly name: string;
  /** Socket of the server that holds it, where there can be several; null = the one of the user. */
  readonly server: string | null;
  /** Of the program in its foreground; null = not told. */
  readonly title: string | null;
  readonly directory: string | null;
  /** Unix ms; null = not told. */
  readonly createdAt: number | null;
  readonly activeAt: number | null;
  /** Somebody is attached; null = not told. */
  readonly isAttached: boolean | null;
  /** Run in the user's terminal, it attaches; ended by the multiplexer's own detach key. */
  readonly attach: readonly string[];
}

/** Runs a program of a multiplexer to its end, within bounds. Null: it could not be started, or did not end in time. */
export type RunProgram = (argv: readonly string[]) => Promise<ProgramOutput | null>;

export interface ProgramOutput {
  readonly code: number | null;
  readonly stdout: string;
}

/** What a listing may use. */
export interface MultiplexerLook {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly run: RunProgram;
}

export interface Multiplexer {
  readonly name: string;
  /** Its program: what is not on the PATH is not asked. */
  readonly command: string;
  /** Starts no server, and changes nothing. */
  list(look: MultiplexerLook): Promise<readonly MultiplexerSession[]>;
  /** The last lines on its screen, where they are cheap to get. */
  preview?(session: MultiplexerSession, look: MultiplexerLook): Promise<readonly string[] | null>;
}
