/** `npm run chaos`: breaks Firefly in every way we know, and counts. */
import { writeFileSync } from 'node:fs'
import { findKafka } from '@firefly/kafka/availability'
import { type Result, runCampaign } from './campaign.ts'
import { FAULTS } from './faults/all.ts'
import { CONTROLS } from './faults/controls.ts'
import { readOptions } from './options.ts'
import { CRASH_POINTS } from './points/crash-points.ts'
import { FAILING_POINTS } from './points/failing-points.ts'
import { FIRST_START } from './points/first-start.ts'
import { runPoints } from './points/points.ts'
import { whyNoTracing } from './points/traced.ts'
import { summaryOf, tableOf } from './report.ts'

const { chosen, mode, seed, times, json } = readOptions(process.argv.slice(2), [
  ...FAULTS,
  CRASH_POINTS,
  FAILING_POINTS,
  FIRST_START,
  ...CONTROLS,
])
const tell = (line: string): void => console.error(line)
const found = findKafka(tell)
const kafka = 'missing' in found ? undefined : found
if ('missing' in found) tell(`NOT RUN: Kafka mode — ${found.missing}`)
const whyNot = whyNoTracing()
if (whyNot) tell(`NOT RUN: ${CRASH_POINTS.name}, ${FAILING_POINTS.name} — ${whyNot}`)

tell(`seed ${seed}`)
const results: Result[] = []
/** Written down as they come: a run of an hour may be stopped. */
const keep = (result: Result): void => {
  results.push(result)
  tell(summaryOf([result]))
  if (json) writeFileSync(json, `${JSON.stringify({ seed, results }, null, 2)}\n`)
}
for (const one of chosen)
  for (const where of one.modes) {
    if ((mode && where !== mode) || (where === 'kafka' && !kafka)) continue
    const say = (progress: string): void => tell(`${one.name} (${where}): ${progress}`)
    const often = times ?? one.times
    if ('inflict' in one) keep(await runCampaign({ fault: one, mode: where, seed, times: often, kafka, say }))
    else if (!whyNot || !one.traces) keep(await runPoints(one, seed, often, say))
  }
console.log(`${tableOf(results)}\n\n${summaryOf(results)}`)
process.exit(results.every(({ passed }) => passed) ? 0 : 1)
