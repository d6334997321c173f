/** Prints what a visitor downloads. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const script = readFileSync(new URL('dist/firefly.js', import.meta.url))
const zipped = gzipSync(script, { level: 9 })
console.log(`firefly.js: ${script.length} bytes, ${zipped.length} bytes gzip -9`)
