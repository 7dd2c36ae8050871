// Two Pods that look alike would be one to everybody who reads their names: the second is refused, in words.
import { makeTempHome, type TempHome } from '../fixtures/tempHome';

let home: TempHome;
beforeEach(() => {
  home = makeTempHome();
});
afterEach(() => home.close());

const COMPOSED = 'caf\u00e9';
const DECOMPOSED = 'cafe\u0301';

test('letters that are also signs of their own are held against each other, whichever came first', async () => {
  const kelvin = '300\u212a';
  expect((await home.podwatch(['run', kelvin, '-d', '--', 'cat'])).code).toBe(0);
  expect(await home.podwatch(['run', '300K', '-d', '--', 'cat'])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('(3 0 0 U+212A)'),
  });
  expect((await home.podwatch(['run', '300k', '-d', '--', 'cat'])).code).toBe(0);
});

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
