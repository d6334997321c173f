/** Saved questions: what is asked, under a name. */
import { z } from 'zod'

export const questionWordsSchema = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(2_000).default(''),
  query: z.looseObject({}).describe('As `/v1/query` takes it'),
})
export type QuestionWords = z.infer<typeof questionWordsSchema>
/** As a caller writes it. */
export type QuestionInput = z.input<typeof questionWordsSchema>

export const savedQuestionResult = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  query: z.looseObject({}),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type SavedQuestion = z.infer<typeof savedQuestionResult>
export const questionListResult = z.object({ questions: z.array(savedQuestionResult) })
