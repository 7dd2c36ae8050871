// What a program says of itself, while nobody looks: bell, notifications, marks, progress, and the explicit status.
import { type PlainClient, TestHome, type TestPod, until } from '../../fixtures/podTestClient';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

/** A program that puts out what it is sent, as `printf` reads it, then says so on its screen. */
async function echoing(name: string): Promise<{ pod: TestPod; client: PlainClient; put: (text: string) => void }> {
  const pod = await home.start(name, ['sh', '-c', 'stty -echo; echo up; while read -r x; do printf "$x"; done']);
  const client = await home.connect(pod);
  // It may have been so before we came.
  await until('quiet behind its first word', () => {
    const last = client.events.findLast(({ event }) => event === 'status' || event === 'snapshot');
    const said = last?.event === 'status' || last?.event === 'snapshot' ? last.data : null;
    return said?.status === 'idle' && said.output?.line === 'up';
  });
  return { pod, client, put: (text) => say(client, text) };
}

function say(client: PlainClient, text: string): void {
  client.say({ method: 'run', params: { input: [{ kind: 'text', content: text }] } });
}

function attentions(client: PlainClient) {
  return client.events.flatMap((event) => (event.event === 'status' ? [event.data.attention] : []));
}

const needs = (client: PlainClient, kind: string, message: string) =>
  client.next('status', ({ data }) => data.attention?.kind === kind && data.attention.message === message);

test.each([
  ['a bell', '\\007', 'bell', 'bell'],
  ['OSC 9', '\\033]9;build is done\\007', 'notification', 'build is done'],
  ['OSC 9 that begins with a number', '\\033]9;3 tests failed\\007', 'notification', '3 tests failed'],
  ['OSC 777', '\\033]777;notify;Codex;all; done\\033\\\\', 'notification', 'Codex: all; done'],
  ['OSC 99', '\\033]99;;plain\\033\\\\', 'notification', 'plain'],
  [
    'OSC 99 in pieces',
    '\\033]99;i=1:d=0;Ti\\033\\\\\\033]99;i=1:d=0;tle\\033\\\\\\033]99;i=1:p=body;text\\033\\\\',
    'notification',
    'Title: text',
  ],
  ['OSC 99 in base64', '\\033]99;i=2:e=1;aMOpbGxv\\033\\\\', 'notification', 'héllo'],
])('%s asks for attention', async (_, bytes, kind, message) => {
  const { pod, client, put } = await echoing('asks');
  put(bytes);
  const { data } = await needs(client, kind, message);
  expect(data.attention?.since).toBeGreaterThan(Date.now() - 60_000);
  const late = await home.connect(pod);
  expect((await late.next('snapshot')).data.attention).toMatchObject({ kind, message });
});

test('progress, directories, questions and empty texts ask for nothing; controls in a message are taken out', async () => {
  const { client, put } = await echoing('silent');
  put(
    '\\033]9;4;1;50\\007\\033]9;9;/tmp\\007\\033]9;\\007\\033]777;x;y\\007\\033]99;p=?;\\033\\\\\\033]99;p=close;x\\033\\\\',
  );
  put('\\033]9;a\\303\\202\\205b\\t\\342\\200\\256c\\007');
  await until('the message', () => attentions(client).some((attention) => attention !== null));
  expect(attentions(client).find((attention) => attention !== null)?.message).toMatch(/^a\S* ?b c$/u);
});

test.each([true, false])(
  'attaching is seeing (read-only: %s): nothing asks while a viewer is there',
  async (readOnly) => {
    const { pod, client, put } = await echoing('seen');
    put('\\007');
    await until('attention', () => attentions(client).at(-1)?.kind === 'bell');
    const viewer = await home.attach(pod, { cols: 80, rows: 24 }, readOnly);
    await until('no attention', () => attentions(client).at(-1) === null);
    await viewer.sees('up');
    put('\\033]9;not for you\\007here');
    await viewer.sees('here');
    // The viewer's own terminal tells it, once.
    expect(viewer.output.toString().split('not for you')).toHaveLength(2);
    const late = await home.connect(pod);
    expect((await late.next('snapshot')).data.attention).toBeNull();
  },
);

test('the method "seen" ends it for all; a quieter fact does not replace a louder one', async () => {
  const { client, put } = await echoing('method');
  put('\\033]9;loud\\007');
  await needs(client, 'notification', 'loud');
  put('\\007\\033]0;after\\007');
  await client.next('status', ({ data }) => data.title === 'after');
  expect(attentions(client).at(-1)).toMatchObject({ kind: 'notification', message: 'loud' });
  client.say({ method: 'seen' });
  await until('no attention', () => attentions(client).at(-1) === null);
});

test('a storm of notifications becomes few pushes, the last of which says the last', async () => {
  const loop = 'i=0; while [ $i -lt 3000 ]; do printf "\\033]9;n$i\\007"; i=$((i+1)); done; exec cat';
  const pod = await home.start('storm', ['sh', '-c', `stty -echo; read -r x; ${loop}`]);
  const client = await home.connect(pod);
  say(client, '');
  await needs(client, 'notification', 'n2999');
  expect(attentions(client).length).toBeLessThan(30);
});

test('marks of a shell say what it does, whatever it puts out, and how its command has ended', async () => {
  const { client, put } = await echoing('marks');
  put('\\033]133;A\\007');
  await client.next('status', ({ data }) => data.reason === 'at the prompt (OSC 133)');
  put('\\033]133;C;cmdline_url=make%%20all\\007');
  await client.next('status', ({ data }) => data.status === 'running' && data.reason === 'command: make all');
  put('\\033]133;D;2\\007\\033]133;A\\007');
  const { data } = await needs(client, 'failed', 'make all failed with exit code 2');
  expect(data).toMatchObject({ status: 'idle', reason: 'its command ended with exit code 2 (OSC 133)' });
});

test('progress is work until it is taken away', async () => {
  const { client, put } = await echoing('progress');
  put('\\033]9;4;3\\007');
  await client.next('status', ({ data }) => data.status === 'running' && data.reason === 'it shows progress (OSC 9;4)');
  put('\\033]9;4;0\\007');
  await until(
    'idle',
    () => client.events.some(({ event }, index) => event === 'status' && index > 3) && idleAtLast(client),
  );
});

function idleAtLast(client: PlainClient): boolean {
  const last = client.events.findLast((event) => event.event === 'status');
  return last?.event === 'status' && last.data.status === 'idle';
}

test('an explicit status holds against output until the next one, and is answered', async () => {
  const { client, put } = await echoing('explicit');
  client.say({ method: 'set_status', params: { status: 'paused', reason: 'lunch\u001b[31m' } });
  const { data } = await client.next('status', (event) => event.data.status === 'paused');
  expect(data.reason).toBe('lunch [31m');
  put('output\\033]0;now\\007');
  const after = await client.next('status', (event) => event.data.title === 'now');
  expect(after.data.status).toBe('paused');
  client.say({ method: 'set_status', params: { status: 'attention', reason: 'may I?' } });
  expect((await needs(client, 'notification', 'may I?')).data.status).toBe('idle');
  client.say({ method: 'set_status', params: { status: 'auto' } });
  await until('its own status', () => {
    const last = client.events.findLast((event) => event.event === 'status');
    return last?.event === 'status' && /^(output|quiet)/.test(last.data.reason ?? '');
  });
});

test('tells what its screen says and when, also while it goes on, and whether its reason was given', async () => {
  const { pod, client, put } = await echoing('telling');
  put('one thing\\n$ ');
  const told = await client.next('status', ({ data }) => data.output?.line === 'one thing');
  expect(told.data.output?.at).toBeGreaterThan(Date.now() - 60_000);
  expect(told.data.said).toBeUndefined();
  put('\\nanother thing\\n(END)');
  await client.next('status', ({ data }) => data.output?.line === 'another thing');
  client.say({ method: 'set_status', params: { status: 'idle', reason: 'waits for the build' } });
  await client.next('status', ({ data }) => data.said === true && data.reason === 'waits for the build');
  const late = await (await home.connect(pod)).next('snapshot');
  expect(late.data).toMatchObject({ said: true, output: { line: 'another thing' } });
  client.say({ method: 'set_status', params: { status: 'auto' } });
  await client.next('status', ({ data }) => data.said === undefined);
});
