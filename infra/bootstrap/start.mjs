// `npm start`: installs and builds what is missing, then runs the whole product in this process.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, install, ROOT, requireNode } from './tools.mjs'

requireNode()
install()
build()
await import(pathToFileURL(join(ROOT, 'infra/standalone/dist/main.js')).href)
