// The suites with real agents from npm: `npm run test:agents`. No part of `npm test`, which needs nothing but the checkout.
const { projects } = require('./jest.config.cjs');

const [, system] = projects;

/** @type {import('jest').Config} */
module.exports = {
  ...system,
  displayName: 'agents',
  testMatch: ['<rootDir>/__tests__/realAgents/**/*.test.ts'],
  globalSetup: '<rootDir>/scripts/jestAgentsSetup.mjs',
  testTimeout: 90_000,
};
