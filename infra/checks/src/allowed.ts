/** Reads the table "Allowed imports" of ARCHITECTURE.md, which people read as well. */

export interface Ours {
  folder: string
  /** Doors that may be imported for more than their types; every door when absent. */
  atRunTime?: readonly string[]
}

export interface Allowed {
  ours: readonly Ours[] | 'everything'
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
      return [names(folder)[0] ?? '', { ours: cell(ours, oursIn), outside: cell(outside, names) }]
    }),
  )
}

const cell = <Part>(text: string, read: (text: string) => Part[]): readonly Part[] | 'everything' =>
  text.trim() === 'everything' ? 'everything' : read(text)
const names = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? '')

/** `protocol` is all of it, `protocol` (types) nothing at run time, `protocol` (types, `limits`) one door of it. */
const oursIn = (text: string): Ours[] =>
  [...text.matchAll(/`([^`]+)`(?: \(types((?:, `[^`]+`)*)\))?/g)].map(([, folder = '', doors]) =>
    doors === undefined ? { folder } : { folder, atRunTime: names(doors) },
  )

export const allowedFor = (table: AllowedTable, folder: string): Allowed | undefined =>
  table.get(folder) ?? table.get(folder.replace(/\/[^/]+$/, '/*'))
