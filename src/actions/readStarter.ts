// What a Pod's program takes over from us: environment, umask, limits; and what of it Node could only pass on changed.
import { displayName } from '../cells/displayText';
import type { Starter } from '../protocol/podOrder';
import { thisSystem } from '../system/thisSystem';
import { limitOfStarter, withoutSaidLimit } from './limitOfStarter';

/** Node decodes what is not UTF-8 to this, and the bytes are lost. */
const REPLACEMENT = '\ufffd';
/** They steer the Node that reads them: a preload by relative path, a debugger's port … are meant for the program. */
const STEERS_NODE = /^(?:NODE_|UV_|V8_|OPENSSL_CONF$|ELECTRON_RUN_AS_NODE$)/;

/** What a shell notes for itself alone: where it was before, and what it started last. Without them a program misses nothing. */
const NOTED_BY_SHELL: ReadonlySet<string> = new Set(['OLDPWD', '_']);

/** The values of whoever started us, `env` in place of our environment. */
export function readStarter(env: NodeJS.ProcessEnv): Starter {
  const openFiles = limitOfStarter(env);
  const passed = Object.entries(withoutSaidLimit(env)).filter(([name, value]) => !isLostNote(name, value));
  return {
    env: definedOnly(Object.fromEntries(passed)),
    umask: process.umask(),
    ...(openFiles !== null && { openFiles }),
  };
}

/** Its bytes are none that we could pass on, and nobody needs it. */
const isLostNote = (name: string, value = '') => NOTED_BY_SHELL.has(name) && value.includes(REPLACEMENT);

/** What the process of a Pod itself may see of that environment. */
export function podProcessEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !STEERS_NODE.test(name)));
  // Node hands this one on to each child that does not have it.
  return { ...own, NODE_V8_COVERAGE: undefined };
}

/**
 * One sentence where an argument, the directory or a variable that we were started with is not UTF-8: a program would
 * get another one, and might open another file. Null: all can be passed on as it is.
 */
export function encodingFault(argv: readonly string[], cwd: string, env: NodeJS.ProcessEnv): string | null {
  if ([...argv, cwd].some((text) => text.includes(REPLACEMENT))) {
    const start = thisSystem.startBytes();
    const given = start === null ? null : [...start.argv, start.directory].find((bytes) => badByte(bytes) !== null);
    if (given) return fault(`"${displayName(given.toString('utf8'))}"`, given, 'Name it in UTF-8.');
  }
  if (!Object.entries(env).some(([name, value]) => `${name}${value ?? ''}`.includes(REPLACEMENT))) return null;
  for (const variable of thisSystem.startBytes()?.environment ?? []) {
    const [name = ''] = variable.toString('utf8').split('=', 1);
    // One that was unset or set anew meanwhile is not passed on.
    if (badByte(variable) === null || !env[name]?.includes(REPLACEMENT) || isLostNote(name, env[name])) continue;
    return fault(`The variable ${displayName(name)}`, variable, 'Set it in UTF-8, or unset it.');
  }
  return null;
}

function fault(what: string, bytes: Buffer, advice: string): string {
  const byte = (badByte(bytes) ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return `${what} holds the byte 0x${byte}, which is not UTF-8: the program would get another one. ${advice}`;
}

/** The first byte that begins no UTF-8 character. */
function badByte(bytes: Buffer): number | null {
  const text = bytes.toString('utf8');
  if (!text.includes(REPLACEMENT)) return null;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    try {
      decoder.decode(bytes.subarray(at, at + length));
    } catch {
      return lead;
    }
    at += length;
  }
  return null;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  const defined: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) defined[name] = value;
  return defined;
}
