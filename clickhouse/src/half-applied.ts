/** A migration that was cut off: which complaints only say that a statement was applied before, and what its fillings left behind. */
import { toStoreError } from './errors.ts'

/** A column of that name (44 from older servers), a table of that name. */
const EXISTS: ReadonlySet<number | undefined> = new Set([15, 44, 57])

/** Whether a statement failed because it has been applied. */
export const wasApplied = (error: unknown): boolean => EXISTS.has(toStoreError(error).code)

const CREATED = /^CREATE TABLE ([a-z_]\w*)/im
const FILLED = /^INSERT INTO ([a-z_]\w*)/im

/**
 * The same statements, to be applied once more from the first: a table that the migration itself makes and fills is emptied
 * before it is filled, as half of it may be there. It holds nothing else, since nobody writes before migrations are done.
 * What fills a table of an earlier migration has to bear being done twice, as moments of people do.
 */
export function onceMore(statements: readonly string[], cluster: string | undefined): string[] {
  const own = new Set(statements.map((text) => CREATED.exec(text)?.[1]))
  return statements.flatMap((text) => {
    const filled = FILLED.exec(text)?.[1]
    return filled !== undefined && own.has(filled) ? [emptying(filled, cluster), text] : [text]
  })
}

const emptying = (table: string, cluster: string | undefined): string =>
  cluster ? `TRUNCATE TABLE ${table}_local ON CLUSTER '${cluster}'` : `TRUNCATE TABLE ${table}`
