// Says how heavy the console is, and fails when its first page has become too heavy for a slow line.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const FIRST_PAGE_LIMIT = 190 * 1024
const folder = new URL('dist/app/', import.meta.url)
const html = readFileSync(new URL('index.html', folder), 'utf8')
const files = readdirSync(new URL('assets/', folder)).map((name) => {
  const bytes = gzipSync(readFileSync(new URL(`assets/${name}`, folder))).length
  return { name, bytes, first: html.includes(name) }
})
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`
const first = files.filter((file) => file.first).reduce((sum, file) => sum + file.bytes, 0)
const later = files.filter((file) => !file.first).reduce((sum, file) => sum + file.bytes, 0)
console.log(`console: ${kib(first)} gzip at first, ${kib(later)} when needed`)
if (first > FIRST_PAGE_LIMIT) {
  console.error(`console: the first page may not exceed ${kib(FIRST_PAGE_LIMIT)}`)
  process.exit(1)
}
if (/<script(?![^>]*\ssrc=)|<style|\son\w+=/.test(html)) {
  console.error('console: index.html holds inline code, which the content security policy forbids')
  process.exit(1)
}
