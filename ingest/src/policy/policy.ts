/** What a project has decided, applied to one judged request: may it come, what of it is wanted, what is written about it. */
import type { Grant } from '@firefly/protocol/keys'
import type { RecordHeader } from '@firefly/protocol/record'
import type { ProjectSettings, SettingsOf } from '@firefly/protocol/settings'
import type { UnwantedReason } from '@firefly/protocol/verdicts'
import { Refusal } from '../errors.ts'
import type { JudgedBatch } from '../intake/batch.ts'
import { truncated } from './address.ts'
import { allowsOrigin } from './origins.ts'
import type { Quotas } from './quota.ts'
import { type Looked, type Sender, type Unwanted, unwantedBy } from './unwanted.ts'

export type UnwantedCounts = Partial<Record<UnwantedReason, number>>

export interface Policy {
  /** Throws a 429 `Refusal` for a write key that has made all the requests it may. */
  ask(grant: Grant): void
  /** Throws a 403 `Refusal` for a page that may not send. */
  admit(project: string, origin: string | undefined): void
  /** Throws a 429 `Refusal` when the project has sent all it may. */
  spend(project: string, events: number): void
  /** The batch without what the project does not want, and how much that was. */
  sift(project: string, sender: Sender, batch: JudgedBatch): { batch: JudgedBatch; unwanted?: UnwantedCounts }
  /** What the record's header says of clock, address and share. */
  note(project: string, ip: string): Pick<RecordHeader, 'ip' | 'keepIp' | 'clock' | 'sample'>
}

const NOTHING_DECIDED: ProjectSettings = {}

/** Tells distinct ids of people who were erased; nothing for a project that erased nobody. */
export type ErasedIn = (project: string) => ((distinctId: string) => boolean) | undefined

export interface PolicyOptions {
  settingsOf: SettingsOf
  /** Of events, by project. */
  quotas: Quotas
  /** Of requests, by key. */
  requests: Pick<Quotas, 'take'>
  erasedIn?: ErasedIn | undefined
}

export function createPolicy({ settingsOf, quotas, requests, erasedIn }: PolicyOptions): Policy {
  const of = (project: string): ProjectSettings => settingsOf(project) ?? NOTHING_DECIDED
  const prepared = rememberedBySettings()
  return {
    ask({ project, kind, key }) {
      const { requestsPerMinute } = of(project)
      if (requestsPerMinute === undefined || kind !== 'write') return
      const retryAfter = requests.take(key, requestsPerMinute, 1)
      if (retryAfter > 0)
        throw new Refusal('rate_limited', `one key may make ${requestsPerMinute} requests a minute`, {
          retryAfter,
        })
    },
    admit(project, origin) {
      if (!allowsOrigin(of(project).origins, origin))
        throw new Refusal('forbidden_origin', 'this page may not send events to this project')
    },
    spend(project, events) {
      const { eventsPerMinute } = of(project)
      if (eventsPerMinute === undefined || events === 0) return
      const retryAfter = quotas.take(project, eventsPerMinute, events)
      if (retryAfter > 0)
        throw new Refusal('quota_exceeded', `this project may send ${eventsPerMinute} events a minute`, {
          retryAfter,
        })
    },
    sift(project, sender, batch) {
      const isErased = erasedIn?.(project)
      const judge = prepared(of(project))?.(sender)
      if (!isErased) return judge ? sifted(batch, judge) : { batch }
      return sifted(batch, (event) =>
        isErased(event.userId || event.anonymousId || '') ? 'erased_person' : judge?.(event),
      )
    },
    note(project, ip) {
      const { ip: policy = 'drop', clock = 'corrected', sample = 1 } = of(project)
      return {
        ip: policy === 'keep' ? ip : truncated(ip),
        ...(policy === 'drop' ? {} : { keepIp: true }),
        ...(clock === 'corrected' ? {} : { clock }),
        ...(sample < 1 ? { sample } : {}),
      }
    },
  }
}

function sifted(
  batch: JudgedBatch,
  judge: (event: Looked) => UnwantedReason | undefined,
): { batch: JudgedBatch; unwanted?: UnwantedCounts } {
  const refused = new Set(batch.rejected.map(({ index }) => index))
  const unwanted: UnwantedCounts = {}
  const [left, reasons] = [[] as number[], [] as UnwantedReason[]]
  batch.events().forEach((event, index) => {
    if (refused.has(index)) return
    const looked = event as Looked
    const reason = judge(batch.type ? { ...looked, type: batch.type } : looked)
    if (!reason) return
    unwanted[reason] = (unwanted[reason] ?? 0) + 1
    left.push(index)
    reasons.push(reason)
  })
  if (left.length === 0) return { batch }
  const accepted = batch.accepted - left.length
  return { batch: { ...batch, accepted, unwantedAt: left, unwantedFor: reasons }, unwanted }
}

/** Settings are replaced, never changed, so what was prepared for them holds as long as they do. */
function rememberedBySettings(): (settings: ProjectSettings) => Unwanted | undefined {
  const known = new WeakMap<ProjectSettings, { unwanted: Unwanted | undefined }>()
  return (settings) => {
    const found = known.get(settings) ?? { unwanted: unwantedBy(settings) }
    known.set(settings, found)
    return found.unwanted
  }
}
