// What the configuration file may say: one schema, of which the reader, its errors and docs/config.schema.json are made.
import * as v from 'valibot';
import { DEFAULT_RECORD_BYTES } from '../protocol/orderBounds';
import { DEFAULT_DETACH_KEY, parseDetachKey } from '../terminal/detachKey';

/** Less would not hold a few screens; more is no text that anybody reads. */
const MIN_RECORD_BYTES = 1024 * 1024;
const MAX_RECORD_BYTES = 4 * 1024 ** 3;

const THEMES = ['auto', 'terminal', 'dark', 'light', 'none'] as const;

/** valibot would say that it expected "never". */
function objectFault({ expected, received }: v.StrictObjectIssue): string {
  if (expected === 'never') return 'There is no such key';
  return received === 'undefined' ? 'It is missing' : `Expected ${expected} but received ${received}`;
}

const programAndArguments = v.tupleWithRest([v.string()], v.string());
const nameAndValue = v.strictObject({ name: v.string(), value: v.string() });

const key = v.pipe(
  v.string(),
  v.check(
    (text) => typeof parseDetachKey(text) !== 'string',
    ({ input }) => {
      const fault = parseDetachKey(input);
      return typeof fault === 'string' ? fault : '';
    },
  ),
);

/** A program that the agent starts, or an address that it calls. */
const mcpServerSchema = v.union(
  [
    v.strictObject({
      name: v.string(),
      command: v.string(),
      args: v.optional(v.array(v.string()), []),
      env: v.optional(v.array(nameAndValue), []),
    }),
    v.strictObject({
      name: v.string(),
      type: v.picklist(['http', 'sse']),
      url: v.string(),
      headers: v.optional(v.array(nameAndValue), []),
    }),
  ],
  'Neither { name, command, args, env } nor { name, type, url, headers }',
);

/** `runtime`: missing where it is `run` in `data`, or where insomnia has it. */
const homeSchema = v.strictObject(
  {
    name: v.pipe(v.string(), v.regex(/^[\p{L}\p{N}._-]+$/u, 'Only letters, digits and . _ - make the name of a home')),
    kind: v.picklist(['podwatch', 'insomnia']),
    data: v.pipe(v.string(), v.regex(/^[~/]/, 'Not an absolute path')),
    runtime: v.optional(v.pipe(v.string(), v.regex(/^[~/]/, 'Not an absolute path'))),
  },
  objectFault,
);

/**
 * `ssh`: what ssh is told; missing: the host's name, so that ~/.ssh/config says the rest. `command`: what podwatch is
 * there. `sshConfig`: stands for ~/.ssh/config.
 */
const hostSchema = v.strictObject(
  {
    ssh: v.optional(
      v.pipe(
        v.string(),
        v.regex(
          /^[^-\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$/,
          'It would not reach ssh as a host: it begins with "-", or holds a control character',
        ),
      ),
    ),
    command: v.optional(programAndArguments),
    compress: v.optional(v.boolean(), false),
    sshConfig: v.optional(v.pipe(v.string(), v.regex(/^[~/][^"\n]*$/, 'Not an absolute path'))),
  },
  objectFault,
);

const hostName = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'Only letters, digits and . _ - make the name of a host, and it begins with a letter or digit',
  ),
);

/** Over a line that others can read only what is encrypted: a server on another machine is reached by TLS. */
const fleetServer = v.pipe(
  v.string(),
  v.regex(
    /^(tls:\/\/[A-Za-z0-9._-]+|(tls|nats):\/\/(localhost|127\.0\.0\.1|\[::1\]))(:\d{1,5})?$/,
    'Neither "tls://NAME:PORT" nor, on this machine alone, "nats://127.0.0.1:PORT"',
  ),
);
const fleetFile = v.pipe(v.string(), v.regex(/^[~/]/, 'Not an absolute path'));
const fleetWord = (of: string) =>
  v.pipe(
    v.string(),
    v.regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
      `Only letters, digits and . _ - make the name of a ${of}, and it begins with a letter or digit`,
    ),
  );

/**
 * `user`: whose Pods; `name`: of this machine; `nkey` or `creds`: the key to the server; `tlsName`: what its certificate is made out
 * to, where that is not the name it is reached by; `group`: of this machine; `groups`: those that are watched, missing: all.
 */
const fleetSchema = v.strictObject(
  {
    servers: v.pipe(v.array(fleetServer), v.minLength(1, 'At least one server'), v.maxLength(16, 'At most 16 servers')),
    user: fleetWord('user'),
    name: v.optional(fleetWord('host')),
    nkey: v.optional(fleetFile),
    creds: v.optional(fleetFile),
    ca: v.optional(fleetFile),
    tlsName: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]+$/, 'Not the name of a machine'))),
    group: v.optional(fleetWord('group')),
    groups: v.optional(v.pipe(v.array(fleetWord('group')), v.minLength(1, 'At least one group'))),
    isReadOnly: v.optional(v.boolean(), false),
  },
  objectFault,
);

export type HomeEntry = v.InferOutput<typeof homeSchema>;
export type McpServer = v.InferOutput<typeof mcpServerSchema>;
export type ThemeSetting = (typeof THEMES)[number];

export const configSchema = v.strictObject(
  {
    $schema: v.pipe(v.optional(v.string()), v.description('For editors: where the schema of this file is')),
    detachKey: v.pipe(
      v.optional(v.union([key, v.pipe(v.array(key), v.minLength(1, 'At least one key'))]), DEFAULT_DETACH_KEY),
      v.description('Leads out of an attach: "C-\\\\", "C-]", "C-q" …, or several: ["C-\\\\", "C-]"]'),
    ),
    historyKey: v.pipe(
      v.optional(key),
      v.description('Opens the history of an attached Pod, besides Shift+PgUp: "C-g" …'),
    ),
    nextKey: v.pipe(
      v.optional(key),
      v.description('Attached, leads to the next Pod that needs you, and back: "C-]" …'),
    ),
    attachMouse: v.pipe(
      v.optional(v.boolean(), false),
      v.description(
        'Attached, the wheel scrolls the history while the program wants no mouse; Shift selects as the terminal does',
      ),
    ),
    notify: v.pipe(
      v.optional(
        v.strictObject(
          {
            bell: v.optional(v.boolean(), false),
            desktop: v.optional(v.boolean(), false),
            command: v.optional(v.array(v.string()), []),
          },
          objectFault,
        ),
        {},
      ),
      v.description(
        'How you are called when a Pod needs you: the bell, a notification of the desktop, a command, which is program and arguments, run without a shell',
      ),
    ),
    copyCommand: v.pipe(
      v.optional(v.array(v.string()), []),
      v.description('A program that puts its standard input into the clipboard, e.g. ["wl-copy"]'),
    ),
    keys: v.pipe(
      v.optional(
        v.record(v.string(), v.union([v.string(), v.array(v.string())], 'Not a key, and no list of keys')),
        {},
      ),
      v.description('Your own keys in grid and picker, by action: { "stop": "X", "next": ["a", "f2"] }'),
    ),
    theme: v.pipe(v.optional(v.picklist(THEMES), 'auto'), v.description('Colours of the dashboard')),
    mouse: v.pipe(v.optional(v.boolean(), true), v.description('false leaves the mouse to the terminal')),
    record: v.pipe(v.optional(v.boolean(), true), v.description('Whether what terminal Pods show is recorded')),
    recordBytes: v.pipe(
      v.optional(
        v.pipe(v.number(), v.integer(), v.minValue(MIN_RECORD_BYTES), v.maxValue(MAX_RECORD_BYTES)),
        DEFAULT_RECORD_BYTES,
      ),
      v.description('Bound of the recording of each Pod'),
    ),
    agents: v.pipe(
      v.optional(v.record(v.string(), programAndArguments), {}),
      v.description('Agents for run --agent: "mine": ["my-agent", "--acp"]'),
    ),
    sessions: v.pipe(
      v.optional(
        v.strictObject(
          {
            multiplexers: v.optional(v.boolean(), true),
            resume: v.optional(v.record(v.string(), programAndArguments), {}),
            as: v.optional(v.record(v.string(), v.picklist(['terminal', 'agent'])), {}),
          },
          objectFault,
        ),
        {},
      ),
      v.description(
        'Sessions of agent CLIs: what resumes them, which tools are opened as agents ("as": {"opencode": "agent"}), and whether those of tmux and screen are listed',
      ),
    ),
    mcpServers: v.pipe(
      v.optional(v.array(mcpServerSchema), []),
      v.description('MCP servers for every agent, in the words of the Agent Client Protocol'),
    ),
    clientTools: v.pipe(
      v.optional(v.boolean(), false),
      v.description('Agents may use files and terminals through podwatch, as with run --client-tools'),
    ),
    readBeforeAllowing: v.pipe(
      v.optional(v.boolean(), true),
      v.description('What allows an agent something works only after all of its question was on the screen'),
    ),
    hosts: v.pipe(
      v.optional(v.record(hostName, hostSchema), {}),
      v.description('Other machines, reached over ssh: "h1": {}, "gpu": { "ssh": "me@gpu.example" }'),
    ),
    fleet: v.pipe(
      v.optional(fleetSchema),
      v.description(
        'Other machines, met on a NATS server: { "servers": ["tls://nats.example:4222"], "user": "anna", "nkey": "~/.config/podwatch/fleet.nk" }',
      ),
    ),
    homes: v.pipe(
      v.optional(
        v.pipe(
          v.array(homeSchema),
          v.checkItems(
            ({ name }, at, homes) => homes.findIndex((home) => home.name === name) === at,
            ({ input }) => `Two homes have the name ${input.name}`,
          ),
        ),
        [],
      ),
      v.description('Homes beside your own: { "name": "old", "kind": "insomnia", "data": "~/.insomnia-old" }'),
    ),
  },
  objectFault,
);

export type ConfigFile = v.InferOutput<typeof configSchema>;
