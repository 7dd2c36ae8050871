// Pods on other hosts, each behind a real sshd on loopback: `npm run test:fleet`. No part of `npm test`: it needs OpenSSH's server.
const { projects } = require('./jest.config.cjs');

const [, system] = projects;

/** @type {import('jest').Config} */
module.exports = {
  ...system,
  displayName: 'fleet',
  testMatch: ['<rootDir>/__tests__/fleet/**/*.test.ts'],
  testTimeout: 180_000,
  // They wait more than they work.
  maxWorkers: '100%',
};
