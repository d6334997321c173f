/** Every relative link of our documents leads somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const SKIPPED = /(^|\/)(node_modules|dist|data|\.git)(\/|$)/

export function linkFaults(root: string): string[] {
  return documents(root).flatMap((path) =>
    linksOf(readFileSync(join(root, path), 'utf8'))
      .filter(({ target }) => !existsSync(join(root, dirname(path), target)))
      .map(({ target, line }) => `${path}:${line}: links to ${target}, which is not there`),
  )
}

interface Link {
  /** Relative, without its fragment. */
  target: string
  line: number
}

export const linksOf = (markdown: string): Link[] =>
  [...markdown.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)]
    .map((found) => ({
      target: (found[1] ?? '').split('#')[0] ?? '',
      line: markdown.slice(0, found.index).split('\n').length,
    }))
    .filter(({ target }) => target !== '' && !/^[a-z]+:/.test(target))

const documents = (root: string, folder = ''): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (SKIPPED.test(path)) return []
    if (entry.isDirectory()) return documents(root, path)
    return entry.name.endsWith('.md') ? [path] : []
  })
