/** Reads the table "Allowed imports" of ARCHITECTURE.md, which people read as well. */

export interface Allowed {
  /** Packages of ours by folder, or everything. */
  ours: readonly string[] | 'everything'
  outside: readonly string[] | 'everything'
}

/** Allowed imports by folder; `infra/*` stands for every folder below it. */
export type AllowedTable = ReadonlyMap<string, Allowed>

export function readAllowed(markdown: string): AllowedTable {
  const section = markdown.split(/^## Allowed imports$/m)[1]?.split(/^## /m)[0]
  const rows = section?.split('\n').filter((line) => line.startsWith('| `')) ?? []
  if (rows.length === 0) throw new Error('ARCHITECTURE.md has no table under "## Allowed imports"')
  return new Map(
    rows.map((row) => {
      const [folder = '', ours = '', outside = ''] = row.split('|').slice(1, 4)
      return [names(folder)[0] ?? '', { ours: cell(ours), outside: cell(outside) }]
    }),
  )
}

const cell = (text: string): readonly string[] | 'everything' =>
  text.trim() === 'everything' ? 'everything' : names(text)
const names = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? '')

export const allowedFor = (table: AllowedTable, folder: string): Allowed | undefined =>
  table.get(folder) ?? table.get(folder.replace(/\/[^/]+$/, '/*'))
