// The suites with real agents from npm: `npm run test:agents`. No part of `npm test`, which needs nothing but the checkout.
const base = require('./jest.config.cjs');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/__tests__/realAgents/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/scripts/jestAgentsSetup.mjs',
  testTimeout: 90_000,
};
