// What plain clients are told: snapshot, status with its reason, answers, the screen extension.
import net from 'node:net';
import { isAlive, type PlainClient, TestHome, until } from '../fixtures/podTestClient';

let home: TestHome;
beforeEach(() => {
  home = new TestHome();
});
afterEach(() => home.end());

const run = (client: PlainClient, content: string, requestId?: string) =>
  client.say({ method: 'run', params: { input: [{ kind: 'text', content }], request_id: requestId } });

test('a shell is running while a silent job is in its foreground, and says which', async () => {
  const pod = await home.start('shell', ['bash', '--norc', '--noprofile']);
  const client = await home.connect(pod);
  run(client, 'sleep 600');
  const job = await client.next('status', ({ data }) => data.reason === 'foreground job: sleep');
  expect(job.data.status).toBe('running');
  client.say({ method: 'cancel' });
  await client.next('status', ({ data }) => data.status === 'idle' && data.reason === 'no foreground job');
});

test('any other program is running while it puts something out, since then, and idle when it is quiet', async () => {
  const pod = await home.start('other', ['cat']);
  const client = await home.connect(pod);
  run(client, 'x');
  // Till it puts something out, the text alone counts.
  const running = await client.next('status', ({ data }) => data.status === 'running' && data.reason === 'output');
  // Where the output is late the text alone stops counting first.
  const idle = await client.next('status', ({ data }) => data.status === 'idle' && data.reason === 'quiet for 1.5 s');
  expect(idle.data.since).toBeGreaterThanOrEqual(running.data.since ?? Number.POSITIVE_INFINITY);
});

test('a title is pushed, and is in later snapshots', async () => {
  const pod = await home.start('title', ['sh', '-c', 'read x; printf "\\033]0;the title\\007"; exec cat']);
  const client = await home.connect(pod);
  run(client, '');
  await client.next('status', ({ data }) => data.title === 'the title');
  const later = await home.connect(pod);
  expect((await later.next('snapshot')).data.title).toBe('the title');
});

test('typed text is told to all, by its request; a paste is marked where the program asked for it and cannot end its mark', async () => {
  const pod = await home.start('paste', ['sh', '-c', 'stty raw -echo; printf "\\033[?2004hR"; cat -v']);
  const viewer = await home.attach(pod);
  await viewer.sees('R');
  const [asker, other] = [await home.connect(pod), await home.connect(pod)];
  run(asker, 'a\nb\x1b[2\x1b[201~01~c', 'r7');
  expect((await other.next('user_message')).data.request_id).toBe('r7');
  await viewer.sees('^[[200~a^Mb^[c^[[201~^M'.replace('b^[c', 'bc'));
});

test('a text that comes again with its id, over whatever connection, is answered and not typed again', async () => {
  const pod = await home.start('again', [
    'sh',
    '-c',
    'stty -echo; n=0; while read x; do n=$((n+1)); echo "$n:$x"; done',
  ]);
  const viewer = await home.attach(pod);
  const first = await home.connect(pod);
  run(first, 'one', 'same');
  await viewer.sees('1:one');
  const second = await home.connect(pod);
  run(second, 'one', 'same');
  expect((await second.next('user_message')).data.request_id).toBe('same');
  run(second, 'two', 'another');
  await viewer.sees('2:two');
});

test('a method that a terminal has no meaning for, an unknown one, and no JSON: an error to the asker, who stays', async () => {
  const pod = await home.start('errors', ['cat']);
  const [asker, other] = [await home.connect(pod), await home.connect(pod)];
  asker.say({ method: 'compact' });
  asker.say({ method: 'no_such_method' });
  asker.socket.write('not json\n');
  await until('three errors', () => asker.events.filter(({ event }) => event === 'error').length === 3);
  const [first] = asker.events.filter((event) => event.event === 'error');
  expect(first?.data).toMatchObject({ code: 'invalid_request', message: 'a terminal Pod cannot compact' });
  run(asker, 'still here');
  await other.next('user_message');
  expect(other.events.some(({ event }) => event === 'error')).toBe(false);
});

test('cancel is Ctrl+C', async () => {
  const pod = await home.start('cancel', [
    'sh',
    '-c',
    'trap "echo interrupted" INT; echo R; while :; do sleep 0.1; done',
  ]);
  const viewer = await home.attach(pod, { cols: 80, rows: 24 }, true);
  await viewer.sees('R');
  (await home.connect(pod)).say({ method: 'cancel' });
  await viewer.sees('interrupted');
});

test('the screen: everything once, then changed rows only, then nothing', async () => {
  const pod = await home.start('screen', ['cat'], { cols: 40, rows: 5 });
  const client = await home.connect(pod);
  client.say({ method: 'watch_screen', params: { max_fps: 60 } });
  const full = await client.next('screen');
  expect(full.data).toMatchObject({ cols: 40, rows: 5, full: true, cursor: [0, 0], title: null });
  expect(full.data.lines).toHaveLength(5);
  run(client, 'hi 日本');
  await until('the cursor below', () =>
    client.events.some((event) => event.event === 'screen' && event.data.cursor?.[1] === 2),
  );
  const rows = new Map<number, string>();
  for (const event of client.events) {
    if (event.event !== 'screen') continue;
    for (const [y, runs] of event.data.lines) rows.set(y, runs.map(([text]) => text).join(''));
    if (!event.data.full) expect(event.data.lines.map(([y]) => y).every((y) => y < 2)).toBe(true);
  }
  expect([rows.get(0), rows.get(1), rows.get(2)]).toEqual(['hi 日本', 'hi 日本', '']);
  await client.next('status', ({ data }) => data.status === 'idle');
  client.say({ method: 'unwatch_screen' });
  const count = client.events.filter(({ event }) => event === 'screen').length;
  run(client, 'unseen');
  await until('two messages', () => client.events.filter(({ event }) => event === 'user_message').length === 2);
  await until('idle again', () => client.events.at(-1)?.event === 'status' && client.raw.at(-1)?.includes('"idle"'));
  expect(client.events.filter(({ event }) => event === 'screen')).toHaveLength(count);
});

test('a connection that did not ask for an extension never hears of one', async () => {
  const pod = await home.start('plain', ['cat']);
  const [plain, asking] = [await home.connect(pod), await home.connect(pod)];
  asking.say({ method: 'watch_screen', params: {} });
  run(asking, 'x');
  await asking.next('screen', ({ data }) => !data.full);
  await plain.next('status', ({ data }) => data.status === 'idle');
  expect(new Set(plain.events.map(({ event }) => event))).toEqual(new Set(['snapshot', 'status', 'user_message']));
});

test('a client that does not read is let go, and the Pod goes on', async () => {
  const pod = await home.start('deafclient', ['sh', '-c', 'stty -echo; exec cat >/dev/null']);
  const deaf = net.connect(pod.socketPath);
  await new Promise((resolve) => deaf.once('data', resolve));
  deaf.pause();
  deaf.on('error', () => {});
  const client = await home.connect(pod);
  const text = 'x'.repeat(700);
  for (let i = 0; i < 1200; i++) {
    run(client, text, `r${i}`);
    // The asker itself must not fall behind.
    if (i % 50 === 49) await client.next('user_message', ({ data }) => data.request_id === `r${i}`);
  }
  let isClosed = false;
  deaf.once('close', () => {
    isClosed = true;
  });
  // Who does not read learns only by writing that nobody is there any more.
  await until('let go', () => {
    if (!isClosed) deaf.write('\n');
    return isClosed;
  });
  expect(isAlive(pod.pid)).toBe(true);
});

test('the rows above the screen are told to who asks, the screen last, and to nobody else', async () => {
  const pod = await home.start('history', ['sh', '-c', 'seq -f "row %g" 1 60; exec cat']);
  const [asker, other] = [await home.connect(pod), await home.connect(pod)];
  asker.say({ method: 'watch_screen', params: {} });
  await asker.next('screen', ({ data }) => JSON.stringify(data).includes('row 60'));
  asker.say({ method: 'read_scrollback', params: { from: 0, count: 2000 } });
  const { data } = await asker.next('scrollback');
  const texts = data.lines.map((runs) => runs.map(([text]) => text).join(''));
  expect([data.top, data.total, texts.length]).toEqual([0, 61, 61]);
  expect([texts[0], texts[59], texts[60]]).toEqual(['row 1', 'row 60', '']);
  asker.say({ method: 'read_scrollback', params: { from: 58, count: 1 } });
  const part = await asker.next('scrollback', (event) => event.data.top === 58);
  expect(part.data.lines.map((runs) => runs.map(([text]) => text).join(''))).toEqual(['row 59']);
  expect(other.events.filter(({ event }) => event === 'scrollback')).toEqual([]);
});
