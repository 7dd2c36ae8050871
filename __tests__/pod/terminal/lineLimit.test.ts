// What the system would cut is refused before anything is typed.
import fs from 'node:fs';
import path from 'node:path';
import { TestHome, until } from '../../fixtures/podTestClient';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

const run = (content: string, request_id: string) => ({
  method: 'run',
  params: { input: [{ kind: 'text', content }], request_id },
});
const got = () => fs.readFileSync(path.join(home.directory, 'got'), 'utf8');

test('a line beyond the limit of a terminal that hands out lines', async () => {
  const pod = await home.start('lines', ['sh', '-c', 'cat > got']);
  const client = await home.connect(pod);
  const most = `${'ä'.repeat(2047)}x`;
  client.say(run(`${most}y`, 'long'));
  const refused = await client.next('error', ({ data }) => data.request_id === 'long');
  expect(refused.data.message).toContain('cuts each at 4095 bytes; this one has 4096');
  client.say(run(`first\nsecond ${most}`, 'second'));
  expect((await client.next('error', ({ data }) => data.request_id === 'second')).data.message).toContain('line 2 has');
  client.say(run(`${most}\n${most}`, 'most'));
  await client.next('user_message', ({ data }) => data.request_id === 'most');
  await until('both lines', () => got() === `${most}\n${most}\n`);
});

test('none to a program that reads keys', async () => {
  const pod = await home.start('keys', ['sh', '-c', 'stty raw -echo; printf ready; cat > got']);
  const viewer = await home.attach(pod);
  await viewer.sees('ready');
  const client = await home.connect(pod);
  const long = 'x'.repeat(10_000);
  client.say(run(long, 'long'));
  await client.next('user_message', ({ data }) => data.request_id === 'long');
  await until('all of it', () => got() === `${long}\r`);
});
