// Runs the tests of the system on few workers: real children and pseudo-terminals starve each other beyond that.
const { default: TestRunner } = require('jest-runner');

/** Jest has one `maxWorkers` for all projects, but a runner a project, one after the other. */
module.exports = class SystemRunner extends TestRunner {
  /** @param {{ maxWorkers: number }} options at most so many, fewer where the command line says so */
  constructor(globalConfig, context, options) {
    super({ ...globalConfig, maxWorkers: Math.min(globalConfig.maxWorkers, options.maxWorkers) }, context);
  }
};
