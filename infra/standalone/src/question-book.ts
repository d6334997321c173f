/** Saved questions, kept in metadata. */
import type { Database } from '@firefly/metadata/database'
import {
  changeQuestion,
  createQuestion,
  findQuestion,
  listQuestions,
  removeQuestion,
} from '@firefly/metadata/tables/questions'
import type { QuestionBook } from '@firefly/query-api/questions/book'
import { reachable } from './cohort-book.ts'

export function questionBookIn(metadata: Database): QuestionBook {
  const database = reachable(metadata)
  return {
    list: (project) => listQuestions(database, project),
    find: (project, id) => findQuestion(database, project, id),
    add: (project, text) => createQuestion(database, project, text),
    change: (project, id, text) => changeQuestion(database, project, id, text),
    remove: (project, id) => removeQuestion(database, project, id),
  }
}
