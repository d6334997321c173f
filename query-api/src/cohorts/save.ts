/** Saving a cohort: what it means is checked as a question would be; members that are given are found once and kept. */
import type { Sql } from '@firefly/clickhouse/sql'
import { type CohortWords, cohortWordsSchema } from '@firefly/protocol/query/cohorts'
import type { AnswerOptions } from '../answer.ts'
import type { Asking } from '../analyses/analysis.ts'
import { QueryError, wrongAt } from '../errors.ts'
import { parsed } from '../parse.ts'
import { checkPatterns } from '../patterns.ts'
import { parsePersons, pickedOf } from '../people/persons.ts'
import type { CohortBook, KeptCohort, KeptWords } from './book.ts'
import { keepMembers } from './members.ts'
import { pagesOfIds, personPages } from './pages.ts'
import { placeCohorts } from './place.ts'
import { refuseHidden } from '../sight/refuse.ts'
import { SEES_ALL } from '../sight/sight.ts'
import { refreshCohort } from './refresh.ts'

export interface Saving {
  book: CohortBook
  asking: Asking
  options: AnswerOptions
}

const SOURCES = ['definition', 'ids', 'persons'] as const

/** Throws a 400 that names each wrong field. */
export function parseCohort(body: unknown): CohortWords {
  const words = parsed(cohortWordsSchema, body)
  const given = SOURCES.filter((source) => words[source] !== undefined)
  if (given.length !== 1)
    throw wrong(given[1] ?? 'definition', `expected exactly one of ${SOURCES.join(', ')}`)
  if (words.refreshMinutes !== undefined && !words.definition)
    throw wrong('refreshMinutes', 'expected a definition beside it: given members stay as they are')
  return words
}

/** Throws what a question with its definition would. */
export async function createCohort(words: CohortWords, saving: Saving): Promise<KeptCohort> {
  await checkDefinition(words, undefined, saving)
  const { book, asking } = saving
  const kept = await book.add(asking.project.name, wordsOf(words))
  try {
    return await withMembers(kept, words, saving)
  } catch (error) {
    await book.remove(kept.project, kept.id)
    throw error
  }
}

/** Nothing when there is no such cohort. Members that cannot be found leave it as it was. */
export async function replaceCohort(
  id: string,
  words: CohortWords,
  saving: Saving,
): Promise<KeptCohort | undefined> {
  await checkDefinition(words, id, saving)
  const { book, asking } = saving
  const before = await book.find(asking.project.name, id)
  if (!before) return undefined
  const given = words.definition ? undefined : await givenMembers(before, words, saving)
  const kept = await book.change(before.project, id, wordsOf(words))
  if (!kept || !given) return kept && withMembers(kept, words, saving)
  return (await book.keep(kept, given)) ?? kept
}

const wordsOf = ({ name, description, definition, refreshMinutes }: CohortWords): KeptWords => ({
  name,
  description,
  definition: definition ?? null,
  refreshMinutes: refreshMinutes ?? null,
})

async function checkDefinition(
  { definition }: CohortWords,
  own: string | undefined,
  { asking, book, options }: Saving,
): Promise<void> {
  if (!definition) return
  refuseHidden({ definition }, options.sight ?? SEES_ALL)
  await checkPatterns({ definition }, asking)
  await options.known?.check({ definition }, asking)
  const scope = { project: asking.project, zone: asking.zone, to: asking.now }
  await placeCohorts({ definition }, scope, book, own === undefined ? [] : [own])
}

async function withMembers(kept: KeptCohort, words: CohortWords, saving: Saving): Promise<KeptCohort> {
  const { book } = saving
  if (words.definition)
    return kept.refreshMinutes === null ? kept : ((await refreshCohort(kept, saving)) ?? kept)
  return (await book.keep(kept, await givenMembers(kept, words, saving))) ?? kept
}

const NEVER = new Date('2100-01-01T00:00:00Z')

async function givenMembers(
  { id, project }: KeptCohort,
  { ids, persons }: CohortWords,
  saving: Saving,
): Promise<{ version: number; size: number; at: Date }> {
  const { asking, options } = saving
  const pages = ids ? pagesOfIds(ids, asking.ask) : personPages(await pickedFor(persons, saving), asking.ask)
  const keeping = { project, cohort: id, version: asking.now, expires: NEVER }
  return {
    version: asking.now,
    size: await keepMembers(keeping, pages, options.store),
    at: new Date(asking.now),
  }
}

async function pickedFor(persons: CohortWords['persons'], { asking, options }: Saving): Promise<Sql> {
  try {
    return await pickedOf(parsePersons(persons), asking, options)
  } catch (error) {
    throw wrongAt((path) => `persons.${path}`, error)
  }
}

const wrong = (path: string, message: string): QueryError =>
  new QueryError('invalid_query', 'the cohort cannot be understood', [{ path, message }])
