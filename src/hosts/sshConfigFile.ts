// The file that ssh reads for one host: the user's own configuration, with what we add where that says nothing.
import path from 'node:path';
import { readText } from '../store/regularFile';
import { writeFileAtomically } from '../store/writeFileAtomically';
import type { HostSpec } from './hostSpec';
import { sshConfigText } from './sshCommand';

const MAX_BYTES = 64 * 1024;

/** `<data>/hosts/<host>.ssh_config`, written where it is not there as it should be. @throws file errors. */
export function sshConfigFile(data: string, { name, sshConfig }: HostSpec): string {
  const file = path.join(data, 'hosts', `${name}.ssh_config`);
  const text = sshConfigText(sshConfig);
  if (readOrNull(file) !== text) writeFileAtomically(file, text);
  return file;
}

function readOrNull(file: string): string | null {
  try {
    return readText(file, MAX_BYTES);
  } catch {
    return null;
  }
}
