const { sortTests } = require('./scripts/testKinds.cjs');

const tests = sortTests();

/** What all projects have in common. */
const base = {
  rootDir: __dirname,
  roots: ['<rootDir>/src', '<rootDir>/__tests__'],
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/scripts/noCache.cjs'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
    // ESM only, and loaded here by require.
    'node_modules/(@agentclientprotocol/sdk|marked|diff|lowlight|devlop)/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // Elsewhere each run tries other values, and finds what nobody has thought of.
  moduleNameMapper: process.env.CI ? { '^fast-check$': '<rootDir>/scripts/seededFastCheck.cjs' } : {},
  transformIgnorePatterns: ['/node_modules/(?!(@agentclientprotocol/sdk|marked|diff|lowlight|devlop)/)'],
};

/** @type {import('jest').Config} */
const pure = {
  ...base,
  displayName: 'pure',
  testMatch: tests.pure,
  testEnvironment: '<rootDir>/scripts/pureEnvironment.cjs',
};

/** @type {import('jest').Config} */
const system = {
  ...base,
  displayName: 'system',
  testMatch: tests.system,
  runner: ['<rootDir>/scripts/systemRunner.cjs', { maxWorkers: 2 }],
  // They start the built programs, never the sources. A run of pure tests alone builds nothing.
  globalSetup: '<rootDir>/scripts/jestGlobalSetup.mjs',
};

/** @type {import('jest').Config} */
module.exports = {
  projects: [pure, system],
  maxWorkers: '100%',
  // Jest reads it here alone; that of a project counts for nothing.
  testTimeout: 180_000,
};
