// fast-check as CI sees it: always the same values, so that a run there says something of its change and nothing of its luck.
const fastCheck = require('../node_modules/fast-check/lib/cjs/fast-check.js');

fastCheck.configureGlobal({ seed: 1 });

module.exports = fastCheck;
