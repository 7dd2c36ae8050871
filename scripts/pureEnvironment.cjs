// Where the pure tests run: whoever starts a process or opens a socket there is told that his test is not pure.
const childProcess = require('node:child_process');
const net = require('node:net');
const { TestEnvironment } = require('jest-environment-node');

const FORBIDDEN = [
  ...['exec', 'execFile', 'fork', 'spawn'].map((name) => [childProcess, name]),
  [net.Socket.prototype, 'connect'],
  [net.Server.prototype, 'listen'],
];

module.exports = class PureEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.taken = FORBIDDEN.map(([owner, name]) => ({ owner, name, own: owner[name] }));
    for (const { owner, name } of this.taken) {
      owner[name] = () => {
        throw new Error(
          `A pure test may not call ${name}: see scripts/testKinds.cjs for what makes one a test of the system.`,
        );
      };
    }
  }

  async teardown() {
    for (const { owner, name, own } of this.taken) owner[name] = own;
    await super.teardown();
  }
};
