/** All test files of a checkout (this one if none is named), by absolute path. */
export function sortTests(root?: string): { pure: string[]; system: string[] };
