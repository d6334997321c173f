/** The last few of each project, so that whoever begins to watch a moment late has not missed it. */

export interface Recent<Value> {
  put(project: string, value: Value, at: number): void
  /** Those not older than `keptMs`, in the order in which they came. */
  of(project: string, now: number): Value[]
}

export interface RecentOptions {
  mostProjects: number
  /** Of each project. */
  mostValues: number
  keptMs: number
}

/** Of too many projects, the one that was silent for longest goes. */
export function createRecent<Value>({ mostProjects, mostValues, keptMs }: RecentOptions): Recent<Value> {
  const projects = new Map<string, { value: Value; at: number }[]>()
  return {
    put(project, value, at) {
      const kept = projects.get(project) ?? []
      kept.push({ value, at })
      if (kept.length > mostValues) kept.shift()
      projects.delete(project)
      projects.set(project, kept)
      for (const [silent] of projects) {
        if (projects.size <= mostProjects) break
        projects.delete(silent)
      }
    },
    of: (project, now) =>
      (projects.get(project) ?? []).filter(({ at }) => now - at <= keptMs).map(({ value }) => value),
  }
}
