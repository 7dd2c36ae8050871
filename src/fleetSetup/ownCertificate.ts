// A certificate authority of the fleet's own and the server's certificate, made by the openssl of this machine.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Parsed } from '../protocol/parsed';
import { errorWords, isMissing } from '../store/fileErrors';

/** PEM, each. Whoever has `caKey` can be the server for every member. */
export interface OwnCertificate {
  readonly ca: string;
  readonly caKey: string;
  readonly certificate: string;
  readonly key: string;
}

const OPENSSL_MS = 20_000;
const CA_DAYS = '3650';
/** Some clients take no longer ones. */
const SERVER_DAYS = '825';

/** `name`: a DNS name that was checked. The error is a sentence. */
export async function makeOwnCertificate(name: string): Promise<Parsed<OwnCertificate>> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'podwatch-fleet-'));
  const openssl = (...args: string[]) => run('openssl', args, { cwd: directory, timeout: OPENSSL_MS });
  const read = (file: string) => readFileSync(path.join(directory, file), 'utf8');
  try {
    writeFileSync(path.join(directory, 'openssl.cnf'), configText(name), { mode: 0o600 });
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-config', 'openssl.cnf'];
    const ca = ['-x509', '-subj', '/CN=podwatch fleet CA', '-extensions', 'ca', '-days', CA_DAYS];
    await openssl('req', ...ca, ...curve, '-keyout', 'ca-key.pem', '-out', 'ca.pem');
    await openssl('req', '-subj', `/CN=${name}`, ...curve, '-keyout', 'key.pem', '-out', 'request.pem');
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-days', SERVER_DAYS];
    const named = ['-extfile', 'openssl.cnf', '-extensions', 'server'];
    await openssl('x509', '-req', '-sha256', '-in', 'request.pem', ...signed, ...named, '-out', 'certificate.pem');
    return {
      ok: true,
      value: {
        ca: read('ca.pem'),
        caKey: read('ca-key.pem'),
        certificate: read('certificate.pem'),
        key: read('key.pem'),
      },
    };
  } catch (error) {
    if (isMissing(error)) return { ok: false, error: 'openssl is not installed.' };
    return { ok: false, error: `openssl has failed: ${errorWords(error)}.` };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const run = promisify(execFile);

/** Of our own: what the system's configuration would add differs from one to the next. */
function configText(name: string): string {
  return [
    '[req]',
    'distinguished_name = subject',
    'prompt = no',
    '[subject]',
    'CN = podwatch',
    '[ca]',
    'basicConstraints = critical, CA:TRUE, pathlen:0',
    'keyUsage = critical, keyCertSign, cRLSign',
    'subjectKeyIdentifier = hash',
    '[server]',
    'basicConstraints = critical, CA:FALSE',
    'keyUsage = critical, digitalSignature',
    'extendedKeyUsage = serverAuth',
    `subjectAltName = DNS:${name}`,
    '',
  ].join('\n');
}
