#!/usr/bin/env node
// The podwatch command line: parses arguments, loads the one command that was asked for, turns outcomes into exit codes.
export {};
