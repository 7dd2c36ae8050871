// A directory as a row shows it.
import { shortDirectory } from '../../src/podList/shortDirectory';

test.each([
  ['/home/me/src/app', '/home/me', '~/src/app'],
  ['/home/me', '/home/me', '~'],
  ['/home/me/', '/home/me/', '~'],
  ['/home/meet', '/home/me', '/home/meet'],
  ['/srv/app/', '/home/me', '/srv/app'],
  ['/', '/home/me', '/'],
  ['/', '/', '/'],
  ['/srv', '/', '/srv'],
  ['/srv', null, '/srv'],
  ['/srv', '', '/srv'],
])('%s of a user at %s is %s', (directory, home, expected) => {
  expect(shortDirectory(directory, home)).toBe(expected);
});
