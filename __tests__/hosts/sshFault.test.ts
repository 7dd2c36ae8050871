// What the end of an ssh says of a host.
import { protocolFault, silentFault, sshFault } from '../../src/hosts/sshFault';

const of = (code: number | null, stderr: string, noise = '') => sshFault('h1', 'h1', { code, stderr, noise });

test.each([
  [
    'a greeting, and then an old node',
    of(1, "tty: no tty\nSyntaxError: Unexpected token '?'\n", 'Welcome\nto h1\n'),
    'needs-you',
    `h1 answered, but not with podwatch: "Welcome", and at last "SyntaxError: Unexpected token '?'"`,
  ],
  ['silence', silentFault('h1', ''), 'lost', 'h1 does not answer'],
  [
    'a question',
    silentFault('h1', '\u001b[1mPress any key\u001b[0m\n'),
    'lost',
    'h1 does not answer with podwatch, but says: "Press any key"',
  ],
  ['no podwatch', of(127, 'sh: 1: exec: podwatch: not found'), 'needs-you', 'podwatch (node) is not found on h1'],
  ['no node', of(126, "env: 'node': No such file or directory"), 'needs-you', 'podwatch (node) is not found on h1'],
  [
    'an older one',
    of(2, 'podwatch: Unknown arguments: stdio, serve.'),
    'needs-you',
    'podwatch on h1 is older than this feature',
  ],
  [
    'no key',
    of(255, 'root@h1: Permission denied (publickey,password).'),
    'needs-you',
    'h1 wants a password or another key',
  ],
  [
    'a changed host key',
    of(255, '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.'),
    'needs-you',
    'the host key of h1 has changed',
  ],
  ['an unknown host key', of(255, 'Host key verification failed.'), 'needs-you', 'the host key of h1 is unknown'],
  [
    'a wrong configuration',
    of(255, '/c: line 1: Bad configuration option: foo\n/c: terminating, 1 bad configuration options'),
    'needs-you',
    'ssh refuses its configuration (/c: terminating, 1 bad configuration options)',
  ],
  [
    'no such address',
    of(255, 'ssh: Could not resolve hostname h1: Name or service not known'),
    'lost',
    'Could not resolve hostname h1: Name or service not known',
  ],
  [
    'nobody there',
    of(255, 'ssh: connect to host h1 port 22: Connection refused'),
    'lost',
    'connect to host h1 port 22: Connection refused',
  ],
  [
    'no shell',
    of(1, '', 'This account is currently not available.\n'),
    'needs-you',
    'h1 answered, but not with podwatch: "This account is currently not available."',
  ],
  ['a kill', of(null, ''), 'lost', 'ssh was ended'],
  ['an end without a word', of(255, ''), 'lost', 'ssh has ended'],
])('%s', (_, fault, state, problem) => {
  expect(fault).toMatchObject({ state, problem });
  expect(fault.advice === null).toBe(state === 'lost');
});

test('nothing of what the other side has written can move the cursor', () => {
  expect(of(255, 'bad \x1b[2Jthing\r').problem).toBe('bad thing');
  expect(of(1, '', '\x1b]0;title\x07hello\nmore').problem).toBe('h1 answered, but not with podwatch: "hello"');
});

test('two versions without common words say which one is to be updated', () => {
  const fault = protocolFault('h1', { version: '0.1.0', protocol: [1, 1] }, [2, 3]);
  expect(`${fault.problem}: ${fault.advice}`).toBe(
    'podwatch 0.1.0 on h1 speaks protocol 1, this one needs 2–3: Update h1 (npm install -g podwatch).',
  );
  expect(protocolFault('h1', { version: '9.0.0', protocol: [7, 8] }, [1, 1]).advice).toMatch(/^Update this machine/);
});
