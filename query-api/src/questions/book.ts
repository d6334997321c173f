/** The port: where saved questions are kept. */
export interface KeptQuestion {
  id: string
  project: string
  name: string
  description: string
  query: object
  createdAt: Date
  updatedAt: Date
}
export type QuestionText = Pick<KeptQuestion, 'name' | 'description' | 'query'>

export interface QuestionBook {
  list: (project: string) => Promise<KeptQuestion[]>
  find: (project: string, id: string) => Promise<KeptQuestion | undefined>
  add: (project: string, text: QuestionText) => Promise<KeptQuestion>
  /** Replaces all of it. Nothing when there is no such question. */
  change: (project: string, id: string, text: QuestionText) => Promise<KeptQuestion | undefined>
  /** Says whether there was one. */
  remove: (project: string, id: string) => Promise<boolean>
}
