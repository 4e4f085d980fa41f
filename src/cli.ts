#!/usr/bin/env node
// The command line's first file: hands the arguments over and sets the exit code.
import { main } from './cli/main.ts'

process.exitCode = await main(process.argv.slice(2), process)
