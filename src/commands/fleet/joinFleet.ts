// `podwatch fleet join DIR`: the key that this machine was given goes to its place, and the configuration says so.
import os from 'node:os';
import path from 'node:path';
import { applyEdits, modify, type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import * as v from 'valibot';
import { failure } from '../../actions/actionFailure';
import { displayName } from '../../cells/displayText';
import { parseConfig } from '../../config/parseConfig';
import { MEMBER_CA, MEMBER_CONFIG, MEMBER_KEY } from '../../fleetSetup/fleetFiles';
import { type Parsed, parseJson } from '../../protocol/parsed';
import { parseWith } from '../../protocol/parseWith';
import { errorText } from '../../store/fileErrors';
import type { CommandContext } from '../commandContext';
import { formatOf } from '../hooks/hookEdits';
import { readSettings, writeSettings } from '../hooks/hookFile';
import { UsageError } from '../line/usageError';
import { print } from '../printText';
import { reportFailure } from '../reportFailure';
import { type Agreement, isAgreed, showFiles } from './agreedOn';
import { readFleetFile, writeFiles } from './fleetDirectory';

interface JoinOptions extends Agreement {
  readonly names: readonly string[];
}

interface Given {
  readonly key: string;
  readonly ca: string | null;
  /** What `fleet` of the configuration becomes. */
  readonly settings: object;
}

/** @returns the exit code. @throws UsageError */
export async function joinFleet(context: CommandContext, { names, ...agreement }: JoinOptions): Promise<number> {
  const [from, ...others] = names;
  if (from === undefined || others.length > 0) throw new UsageError('Which directory? podwatch fleet join DIR');
  const { config, cwd } = context;
  if (!path.isAbsolute(config.file))
    return reportFailure(context, failure('failed', `There is no configuration to write to: ${config.file}.`));
  try {
    return await join(context, path.resolve(cwd, from), agreement);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return reportFailure(context, failure('failed', `This machine has not joined: ${errorText(error)}.`));
  }
}

async function join(context: CommandContext, from: string, agreement: Agreement): Promise<number> {
  const { file } = context.config;
  const refuse = (message: string) => reportFailure(context, failure('failed', message));
  const given = readGiven(from, path.dirname(file));
  if (!given.ok)
    return refuse(`${displayName(from)} is not what podwatch fleet has made for this machine: ${given.error}.`);
  const before = readSettings(file);
  const after = withFleet(before, given.value.settings);
  if (!after.ok) return refuse(`${displayName(file)} stays as it is: ${after.error}.`);
  const directory = path.dirname(file);
  const files = [
    { path: MEMBER_KEY, text: given.value.key, use: 'the key of this machine', isSecret: true },
    ...(given.value.ca === null
      ? []
      : [{ path: MEMBER_CA, text: given.value.ca, use: 'the CA that it trusts', isSecret: false }]),
  ];
  const taken = files.find(({ path: name, text }) => ![null, text].includes(readFleetFile(directory, name)));
  if (taken !== undefined) {
    return refuse(
      `${displayName(path.join(directory, taken.path))} is there already, and another one. It stays as it is; put it aside to join.`,
    );
  }
  showFiles(context, directory, files, []);
  const { changeText } = await import('../../conversation/conversationText');
  print(context.stdout, changeText({ path: file, before, after: after.value }));
  if (!(await isAgreed(context, agreement))) return agreement.dryRun ? 0 : 1;
  writeFiles(directory, files);
  writeSettings(file, after.value);
  print(context.stdout, `This machine is in it. What has come with the key can go: rm -r ${displayName(from)}`);
  return 0;
}

/** An error is a clause. @throws file errors. */
function readGiven(from: string, to: string): Parsed<Given> {
  const [key, ca, text] = [MEMBER_KEY, MEMBER_CA, MEMBER_CONFIG].map((name) => readFleetFile(from, name));
  if (!key || !text) return { ok: false, error: `${key ? MEMBER_CONFIG : MEMBER_KEY} is not there` };
  if (!/^SU[A-Z2-7]{56}\s*$/.test(key)) return { ok: false, error: `${MEMBER_KEY} holds no key of a user` };
  const { faults } = parseConfig(text);
  const [fault] = faults;
  if (fault !== undefined) return { ok: false, error: fault };
  const json = parseJson(text);
  const parsed = json.ok ? parseWith(givenSchema, json.value) : json;
  if (!parsed.ok) return parsed;
  const home = os.homedir();
  const directory = to.startsWith(`${home}/`) ? `~${to.slice(home.length)}` : to;
  const settings = {
    ...parsed.value.fleet,
    nkey: `${directory}/${MEMBER_KEY}`,
    ...(ca ? { ca: `${directory}/${MEMBER_CA}` } : {}),
  };
  return { ok: true, value: { key, ca: ca ?? null, settings } };
}

const givenSchema = v.object({ fleet: v.record(v.string(), v.unknown()) });

/** All else in it stays as it is written. An error is a clause. */
function withFleet(before: string | null, settings: object): Parsed<string> {
  const text = before === null || before.trim() === '' ? '{}\n' : before;
  const faults: ParseError[] = [];
  const now: unknown = parse(text, faults);
  const [fault] = faults;
  if (fault !== undefined) return { ok: false, error: `it is no JSON (${printParseErrorCode(fault.error)})` };
  if (
    typeof now === 'object' &&
    now !== null &&
    'fleet' in now &&
    JSON.stringify(now.fleet) !== JSON.stringify(settings)
  ) {
    return { ok: false, error: 'it has another fleet already. Take "fleet" out of it to join this one' };
  }
  return {
    ok: true,
    value: applyEdits(text, modify(text, ['fleet'], settings, { formattingOptions: formatOf(text) })),
  };
}
