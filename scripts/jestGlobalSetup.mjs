// Builds dist/ once before the suites: integration and e2e tests run what users run.
import { build } from './build.mjs';

export default async function jestGlobalSetup() {
  await build();
}
