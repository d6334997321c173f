// `node run.mjs FILE …`: installs and builds what is missing, then runs one of our programs with the given arguments.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, fail, install, ROOT, requireNode } from './tools.mjs'

const [program, ...args] = process.argv.slice(2)
if (!program) fail('usage: node infra/bootstrap/run.mjs PROGRAM [ARGUMENTS]')
requireNode()
install()
build()
process.argv = [process.argv[0] ?? 'node', join(ROOT, program), ...args]
await import(pathToFileURL(join(ROOT, program)).href)
