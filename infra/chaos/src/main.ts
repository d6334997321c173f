/** `npm run chaos`: breaks Firefly in every way we know, and counts. */
import { writeFileSync } from 'node:fs'
import { findKafka } from '@firefly/kafka/availability'
import { type Result, runCampaign } from './campaign.ts'
import { FAULTS } from './faults/all.ts'
import { CONTROLS } from './faults/controls.ts'
import { readOptions } from './options.ts'
import { summaryOf, tableOf } from './report.ts'

const { faults, mode, seed, times, json } = readOptions(process.argv.slice(2), [...FAULTS, ...CONTROLS])
const found = findKafka((line) => console.error(line))
const kafka = 'missing' in found ? undefined : found
if ('missing' in found) console.error(`NOT RUN: Kafka mode — ${found.missing}`)

console.error(`seed ${seed}`)
const results: Result[] = []
for (const fault of faults)
  for (const one of fault.modes) {
    if ((mode && one !== mode) || (one === 'kafka' && !kafka)) continue
    const say = (progress: string): void => console.error(`${fault.name} (${one}): ${progress}`)
    results.push(await runCampaign({ fault, mode: one, seed, times: times ?? fault.times, kafka, say }))
  }
console.log(`${tableOf(results)}\n\n${summaryOf(results)}`)
if (json) writeFileSync(json, `${JSON.stringify({ seed, results }, null, 2)}\n`)
process.exit(results.every(({ passed }) => passed) ? 0 : 1)
