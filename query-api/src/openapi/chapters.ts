/** The chapters of the reference: an address belongs to the first whose addresses begin so. */

interface Chapter {
  name: string
  description: string
  begins: RegExp
}
const CHAPTERS: readonly Chapter[] = [
  {
    name: 'Collect',
    description: 'Events come in: with the write key, history with the secret key',
    begins: /^\/v1\/(batch|track|page|screen|identify|group|alias|import)/,
  },
  {
    name: 'Ask',
    description:
      'Questions, the people behind their numbers, events row by row: with a read key or the secret key',
    begins: /^\/v1\/(query|persons$|questions|export|live|catalog)/,
  },
  {
    name: 'People',
    description: 'Who there is and what they did, who is whom, and people under a name',
    begins: /^\/v1\/(users|persons|cohorts)/,
  },
  {
    name: 'Govern',
    description: 'Projects and their keys, the tracking plan, erasures, who did what',
    begins: /^\/v1\/(projects|audit-trail|plan|erasures)/,
  },
  { name: 'Operate', description: 'How it is, and what became of events on their way', begins: /^\// },
]

export const tags = CHAPTERS.map(({ name, description }) => ({ name, description }))

/** The same addresses, each call with its chapter. */
export const inChapters = (paths: Record<string, object>): Record<string, object> =>
  Object.fromEntries(
    Object.entries(paths).map(([path, calls]) => {
      const own = CHAPTERS.filter(({ begins }) => begins.test(path)).slice(0, 1)
      const named = Object.entries(calls as Record<string, object>).map(([method, call]) => [
        method,
        { tags: own.map(({ name }) => name), ...call },
      ])
      return [path, Object.fromEntries(named)]
    }),
  )
