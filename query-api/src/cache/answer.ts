/** Answers a question, or gives the answer of before where nothing has happened since that could change it. */
import type { Query } from '@firefly/protocol/query'
import type { Answer } from '@firefly/protocol/results'
import type { Asking } from '../analyses/analysis.ts'
import type { Keep, Kept, Version } from './keep.ts'
import { minuteOf, reachOf } from './reach.ts'
import type { VersionOf } from './version.ts'

/** A block that was counted may take a moment until its events can be seen, or the other way round; never as long as this. */
const SETTLED_MS = 60_000

export interface Caching {
  keep: Keep
  versionOf: VersionOf
}

/**
 * `question` has its cohorts placed, so that it says all that is asked. `work` must ask only after it was called.
 * What was kept is given only if the store still says of itself what it said before it was asked.
 */
export async function answerOnce(
  question: Query,
  asking: Asking,
  { keep, versionOf }: Caching,
  work: () => Promise<Answer>,
): Promise<Answer> {
  // What is asked anew on purpose is not kept either: what was kept before still says when it holds.
  const reach = question.cache === false ? undefined : reachOf(question, asking.zone)
  if (!reach) return work()
  const version = await versionOf(reach, asking)
  const key = keyOf(question, asking)
  const kept = keep.find(key)
  if (kept && holds(kept, version)) return given(kept)
  const answer = await work()
  const quietSince = kept && kept.version.own === version.own ? kept.quietSince : asking.now
  keep.put(key, { text: JSON.stringify(answer), version, askedAt: asking.now, quietSince })
  return answer
}

/** Where its range was quiet for long, others' events do not matter. */
const holds = ({ version, askedAt, quietSince }: Kept, now: Version): boolean =>
  version.own === now.own && (version.any === now.any || askedAt - quietSince > SETTLED_MS)

function given({ text }: Kept): Answer {
  const answer = JSON.parse(text) as Answer
  return { ...answer, meta: { ...answer.meta, cached: true } }
}

/** Parsed questions have their fields in the order of their schema, and defaults filled in. Who may not see the same gets no answer of another's. */
function keyOf(question: Query, { project, zone, now, rolledUp }: Asking): string {
  const asked = { ...question, cache: undefined }
  return JSON.stringify([project.name, project.sight?.name, zone, rolledUp, minuteOf(question, now), asked])
}
