// Makes an empty PGlite cluster once, when Firefly is built: each start that needs one copies it.
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'

const folder = fileURLToPath(new URL('./dist/template', import.meta.url))
await rm(folder, { recursive: true, force: true })
const engine = await PGlite.create({ dataDir: folder })
await engine.close()
