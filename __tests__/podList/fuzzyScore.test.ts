// What fits what was typed, and what fits better.
import fc from 'fast-check';
import { fuzzyScore } from '../../src/podList/fuzzyScore';

test.each([
  ['', 'anything'],
  ['api', 'my-api'],
  ['mb', 'my-branch'],
  ['API', 'MY-API'],
  ['resume', 'Résumé'],
  ['é', 'cafe\u0301'],
  ['日語', '日本語'],
  ['👩‍👧', 'a 👩‍👧 b'],
])('%j fits %j', (typed, text) => {
  expect(fuzzyScore(typed, text)).not.toBeNull();
});

test.each([
  ['ba', 'ab'],
  ['API', 'my-api'],
  ['apis', 'api'],
  ['🎉', '🎊'],
])('%j does not fit %j', (typed, text) => {
  expect(fuzzyScore(typed, text)).toBeNull();
});

test.each([
  ['all of it before its start', 'api', 'api', 'api-2'],
  ['its start before a word of it', 'api', 'api-2', 'my-api'],
  ['a word before a part of one', 'api', 'my-api', 'rapid'],
  ['a part before letters with gaps', 'api', 'rapid', 'a-p-i'],
  ['small gaps before large ones', 'mb', 'mxb', 'mxxxxxxb'],
  ['starts of words before letters within them', 'mb', 'm-b', 'mxb'],
])('%s', (_, typed, better, worse) => {
  expect(fuzzyScore(typed, better)).toBeGreaterThan(fuzzyScore(typed, worse) ?? 1e9);
});

test('gaps are bounded where a spread is given, a part of the text never is', () => {
  const long = `t${'x'.repeat(20)}e${'x'.repeat(20)}st`;
  expect(fuzzyScore('test', long)).not.toBeNull();
  expect(fuzzyScore('test', long, 3)).toBeNull();
  expect(fuzzyScore('test', `${'x'.repeat(500)}test`, 3)).not.toBeNull();
  // The nearest letters before the end count, not the first ones.
  expect(fuzzyScore('test', `t${'x'.repeat(20)}te_st`, 3)).not.toBeNull();
});

test('any letters of a text in their order fit it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...'abcÄé漢🎉 -')), fc.infiniteStream(fc.boolean()), (points, keep) => {
      const typed = points.filter(() => keep.next().value).join('');
      expect(fuzzyScore(typed, points.join(''))).not.toBeNull();
    }),
  );
});
