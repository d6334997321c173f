// Puts the shop into one file: the server serves a single page, whatever its address.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path) => new URL(path, import.meta.url)

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(here('src/shop.ts'))],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  write: false,
})
const script = outputFiles[0].text.replaceAll('</script', '<\\/script')
const style = readFileSync(here('src/shop.css'), 'utf8')
const html = readFileSync(here('src/index.html'), 'utf8')
  .replace('/* shop.css */', () => style)
  .replace('/* shop.ts */', () => script)
mkdirSync(here('dist'), { recursive: true })
writeFileSync(here('dist/index.html'), html)
console.log(`demo: ${(html.length / 1024).toFixed(1)} KiB in one page`)
