// Which addresses become links: what could act on a terminal, or start something else than a browser, does not.
import { linkSequence, safeLink } from '../../src/cells/safeLink';

test.each(['https://example.org/a?b=c#d', 'HTTP://x', 'file://host/tmp/a%20b', 'mailto:a@example.org'])(
  '%s is one as it is',
  (address) => {
    expect(safeLink(address)).toBe(address);
    expect(linkSequence(address)).toMatch(/^\x1b\]8;id=pw[0-9a-z]+;[\x21-\x7e]+\x1b\\$/);
  },
);

test('other characters are escaped', () => {
  expect(safeLink('https://example.org/漢')).toBe('https://example.org/%E6%BC%A2');
  expect(safeLink(`https://x/${'漢'.repeat(400)}`)).toBeNull();
});

test.each([
  'javascript:alert(1)',
  'ssh://host',
  'x-man-page://ls',
  '/etc/passwd',
  'https://',
  '',
  'https://x/\x1b\\\x1b]52;c;eA==',
  'https://x/\x07',
  'https://x/\x9c',
  'https://x/a b',
  'https://x/\ud800',
  `https://x/${'a'.repeat(3000)}`,
])('%j is none', (address) => {
  expect(safeLink(address)).toBeNull();
});

test('parts of one address belong together, those of others do not', () => {
  expect(linkSequence('https://a/1')).toBe(linkSequence('https://a/1'));
  expect(linkSequence('https://a/1').split(';')[1]).not.toBe(linkSequence('https://a/2').split(';')[1]);
});
