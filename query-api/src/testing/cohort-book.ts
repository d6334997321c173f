/** For tests: saved cohorts in memory. */
import type { CohortBook, KeptCohort } from '../cohorts/book.ts'

export function createCohortBook(): CohortBook {
  const all = new Map<string, KeptCohort & { claimedUntil?: Date }>()
  let made = 0
  const own = (project: string, id: string): KeptCohort | undefined => {
    const kept = all.get(id)
    return kept?.project === project ? kept : undefined
  }
  const put = (kept: KeptCohort & { claimedUntil?: Date }): KeptCohort => {
    all.set(kept.id, kept)
    return kept
  }
  const BLANK = { version: 0, size: null, computedAt: null }
  return {
    list: async (project) => [...all.values()].filter((one) => one.project === project),
    find: async (project, id) => own(project, id),
    async add(project, words) {
      const now = new Date()
      return put({
        ...words,
        ...BLANK,
        id: `cohort_${++made}`,
        project,
        revision: 1,
        createdAt: now,
        updatedAt: now,
      })
    },
    async change(project, id, words) {
      const kept = own(project, id)
      return kept && put({ ...kept, ...words, ...BLANK, revision: kept.revision + 1, updatedAt: new Date() })
    },
    remove: async (project, id) => own(project, id) !== undefined && all.delete(id),
    async keep({ id, revision }, { version, size, at }) {
      const kept = all.get(id)
      if (!kept || kept.revision !== revision || kept.version >= version) return undefined
      return put({ ...kept, version, size, computedAt: at })
    },
    async claimDue(now, until) {
      const due = [...all.values()].find(
        ({ refreshMinutes, computedAt, claimedUntil }) =>
          refreshMinutes !== null &&
          (!claimedUntil || claimedUntil < now) &&
          (!computedAt || computedAt.getTime() + refreshMinutes * 60_000 <= now.getTime()),
      )
      return due && put({ ...due, claimedUntil: until })
    },
  }
}
