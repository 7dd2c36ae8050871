// Two Pods that look alike would be one to everybody who reads their names: the second is refused, in words.
import { makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const COMPOSED = 'caf\u00e9';
const DECOMPOSED = 'cafe\u0301';

test('a name that differs only in how it is spelt is refused by run and by rename', async () => {
  expect((await home.podwatch(['run', COMPOSED, '-d', '--', 'cat'])).code).toBe(0);
  const second = await home.podwatch(['run', DECOMPOSED, '-d', '--', 'cat']);
  expect(second).toMatchObject({ code: 4, stderr: expect.stringContaining('(c a f U+00E9)') });
  expect((await home.podwatch(['run', 'other', '-d', '--', 'cat'])).code).toBe(0);
  expect(await home.podwatch(['rename', 'other', DECOMPOSED])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('looks the same'),
  });
  expect((await home.podwatch(['stop', 'other'])).code).toBe(0);
  expect(await home.podwatch(['rename', 'other', DECOMPOSED])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('looks the same'),
  });
  // To spell its own name anew is no second one.
  expect((await home.podwatch(['rename', COMPOSED, DECOMPOSED])).code).toBe(0);
  expect(home.allocations().map(({ pod_name }) => pod_name)).toEqual([DECOMPOSED]);
});
