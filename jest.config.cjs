/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // See jest.agents.config.cjs.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/realAgents/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
    // ESM only, and loaded here by require.
    'node_modules/(@agentclientprotocol/sdk|marked)/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(@agentclientprotocol/sdk|marked)/)'],
  // Integration and e2e suites start the built Pod process and CLI, never the sources.
  globalSetup: '<rootDir>/scripts/jestGlobalSetup.mjs',
  testTimeout: 20_000,
  // Real children and pseudo-terminals starve each other with more workers than cores.
  maxWorkers: 2,
};
