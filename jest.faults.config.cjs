// The campaign against faults: `npm run test:faults`. No part of `npm test`: it takes minutes, and as many more as it is given.
const { projects } = require('./jest.config.cjs');

const [, system] = projects;

/** @type {import('jest').Config} */
module.exports = {
  ...system,
  displayName: 'faults',
  testMatch: ['<rootDir>/__tests__/faults/**/*.test.ts'],
  // Each one ends by itself when its time is over.
  testTimeout: 24 * 3600 * 1000,
};
