/** Which module takes how much of a bundle, from its source map. */
import { SourceMap } from 'node:module'

/** Minified bytes by module, most first. */
export function byteMap(code, map) {
  const source = new SourceMap(map)
  const bytes = new Map()
  for (const [line, text] of code.split('\n').entries())
    for (let column = 0; column < text.length; column++) {
      const { originalSource = 'the bundler' } = source.findEntry(line, column)
      const name = String(originalSource).replace(/^.*\/(\w+)\/dist\//, '$1/')
      bytes.set(name, (bytes.get(name) ?? 0) + 1)
    }
  return [...bytes].toSorted(([, a], [, b]) => b - a)
}
