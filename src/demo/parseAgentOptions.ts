// The command line of the scripted agent: how it starts, or fails to.
export interface AgentOptions {
  /** File that keeps its sessions; null: they end with the process. */
  readonly state: string | null;
  /** It wants a login and never gets one. */
  readonly login: boolean;
  /** The protocol version it claims to speak; 0: it refuses ours; null: the right one. */
  readonly version: number | null;
  readonly canLoad: boolean;
  readonly canResume: boolean;
  /** It never answers. */
  readonly isSilent: boolean;
  /** It writes this to stderr and ends with code 2; null: it lives. */
  readonly dies: string | null;
}

/** `--state FILE --login --version N --no-load --resume --silent --die TEXT`. @throws on anything else. */
export function parseAgentOptions(argv: readonly string[]): AgentOptions {
  const rest = [...argv];
  let options: AgentOptions = {
    state: null,
    login: false,
    version: null,
    canLoad: true,
    canResume: false,
    isSilent: false,
    dies: null,
  };
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    if (option === '--state') options = { ...options, state: rest.shift() ?? null };
    else if (option === '--login') options = { ...options, login: true };
    else if (option === '--version') options = { ...options, version: Number(rest.shift()) };
    else if (option === '--no-load') options = { ...options, canLoad: false };
    else if (option === '--resume') options = { ...options, canResume: true };
    else if (option === '--silent') options = { ...options, isSilent: true };
    else if (option === '--die') options = { ...options, dies: rest.shift() ?? '' };
    else throw new Error(`scripted agent: unknown option ${option}`);
  }
  return options;
}
