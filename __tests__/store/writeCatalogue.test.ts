// A catalogue written step by step: whole, or not at all.
import fs from 'node:fs';
import path from 'node:path';
import { homeInDirectory } from '../../src/protocol/homePaths';
import { Catalogue } from '../../src/store/catalogue';
import type { KeptPod } from '../../src/store/keptFacts';

const PODS = 2500;

let cache: string;
let env: NodeJS.ProcessEnv;
const home = homeInDirectory('/tmp/pwc-nowhere');
beforeEach(() => {
  cache = fs.mkdtempSync('/tmp/pwc-');
  env = { XDG_CACHE_HOME: cache };
});
afterEach(() => fs.rmSync(cache, { recursive: true, force: true }));

const nameOf = (n: number) => (n === 7 ? 'a "quoted" näme, \\ and all' : `pod-${n}`);

/** The highest numbers changed last; of every fifth it is not known. */
function kept(n: number, preview = `said by ${n}`): KeptPod {
  const fact = {
    kind: 'readable',
    updatedAt: 1000 + n,
    preview,
    hasEntries: true,
    title: null,
    lastExit: null,
  } as const;
  const log = n % 5 === 0 ? null : { signature: `log ${n}`, fact };
  return { name: nameOf(n), signature: `record ${n}`, metadata: { kind: 'ok', active: null, launch: null }, log };
}

const allOf = (preview?: string) => Array.from({ length: PODS }, (_, n) => kept(n, preview));
const keeping = (preview?: string) => allOf(preview).map((pod) => ({ kept: pod }));
const open = () => Catalogue.open(home, env);
const left = () => fs.readdirSync(path.join(cache, 'podwatch', 'catalogues'));

test('says of each Pod what was kept of it, and orders all of them by when they changed', () => {
  for (const _ of open().save(keeping()));
  const catalogue = open();
  expect(catalogue.size).toBe(PODS);
  for (const pod of allOf()) expect(catalogue.of(pod.name)).toEqual(pod);
  expect(catalogue.of('pod-none')).toBeNull();
  const names = ['new', ...Array.from({ length: PODS }, (_, n) => nameOf(n))];
  const order = catalogue.inOrder(names, (name) => name === 'pod-3');
  const first = [
    'new',
    ...Array.from({ length: PODS }, (_, n) => n).flatMap((n) => (n % 5 === 0 || n === 3 ? [nameOf(n)] : [])),
  ];
  expect(order.slice(0, first.length)).toEqual(first);
  const dated = Array.from({ length: PODS }, (_, n) => PODS - 1 - n).filter((n) => n % 5 !== 0 && n !== 3);
  expect(order.slice(first.length)).toEqual(dated.map(nameOf));
});

test('until its last step, and where it is ended before, what was there stays', () => {
  for (const _ of open().save(keeping()));
  const steps = open().save(keeping('new'));
  for (let step = 0; step < 3; step += 1) steps.next();
  expect(open().of('pod-1')).toEqual(kept(1));
  expect(left()).toHaveLength(2);
  steps.return();
  expect(left()).toHaveLength(1);
  expect(open().of('pod-1')).toEqual(kept(1));
});

test('of two who write at the same time the last one has its way, as a whole', () => {
  const [one, other] = [open().save(keeping('one')), open().save(keeping('other'))];
  one.next();
  for (const _ of other);
  for (const _ of one);
  expect(left()).toHaveLength(1);
  for (const pod of allOf('one')) expect(open().of(pod.name)).toEqual(pod);
});

test('what a process that was ended has left is removed, and what another one writes now is not', () => {
  for (const _ of open().save(keeping()));
  const [file = ''] = left();
  const directory = path.join(cache, 'podwatch', 'catalogues');
  fs.writeFileSync(path.join(directory, `${file}.1.1`), 'half');
  fs.writeFileSync(path.join(directory, `${file}.2.1`), 'half');
  fs.utimesSync(path.join(directory, `${file}.1.1`), 1000, 1000);
  for (const _ of open().save(keeping()));
  expect(left().sort()).toEqual([file, `${file}.2.1`]);
});
