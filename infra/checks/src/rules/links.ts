/** Every relative link of our documents leads somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const SKIPPED = /(^|\/)(node_modules|dist|data|\.git)(\/|$)/

export function linkFaults(root: string): string[] {
  return documents(root).flatMap((path) =>
    linksOf(readFileSync(join(root, path), 'utf8'))
      .filter((link) => !existsSync(join(root, dirname(path), link)))
      .map((link) => `${path}: links to ${link}, which is not there`),
  )
}

/** Relative targets of `[text](target)`, without their fragment. */
export const linksOf = (markdown: string): string[] =>
  [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((found) => (found[1] ?? '').split('#')[0] ?? '')
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link))

const documents = (root: string, folder = ''): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (SKIPPED.test(path)) return []
    if (entry.isDirectory()) return documents(root, path)
    return entry.name.endsWith('.md') ? [path] : []
  })
