// Who has no hosts loads nothing of them: it is in no bundle but those that only a configured host leads to.
import fs from 'node:fs';
import path from 'node:path';

const DIST = path.join(__dirname, '../../dist');
/** Only what speaks with a host holds this. */
const OF_HOSTS = 'PODWATCH-LINK';

test.each([
  'cli',
  'commands/ls',
  'commands/attach',
  'commands/run',
  'commands/send',
  'commands/dashboard',
  'commands/showDashboard',
  'pod/podMain',
])('the bundle of %s holds nothing of hosts', (bundle) => {
  expect(fs.readFileSync(path.join(DIST, `${bundle}.js`), 'utf8')).not.toContain(OF_HOSTS);
});

/** What only NATS's client holds. */
const OF_NATS = '$JS.API';

test.each([
  'cli',
  'commands/ls',
  'commands/hosts',
  'commands/showDashboard',
  'places/hosts/openHosts',
  'serve/serveStdio',
])('the bundle of %s holds nothing of the client of a fleet', (bundle) => {
  expect(fs.readFileSync(path.join(DIST, `${bundle}.js`), 'utf8')).not.toContain(OF_NATS);
});

test.each(['hosts/nats/viewerFleet', 'serve/serveFleet'])(
  'the bundle of %s, which only a fleet leads to, does',
  (bundle) => {
    expect(fs.readFileSync(path.join(DIST, `${bundle}.js`), 'utf8')).toContain(OF_NATS);
  },
);

test('the bundle that a configured host leads to does', () => {
  expect(fs.readFileSync(path.join(DIST, 'places/hosts/openHosts.js'), 'utf8')).toContain(OF_HOSTS);
});
