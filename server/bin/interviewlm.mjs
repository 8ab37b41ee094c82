#!/usr/bin/env node
import { run } from '../dist/cli/index.js';

await run(process.argv);
// Whatever is still open belongs to a command that has failed.
if (process.exitCode) process.exit();
