/** The commands, what they take, and which question of the API each of them asks. */
import { Command } from 'commander'
import { ask, type Target } from './ask.ts'
import { asking } from './asking.ts'
import { type Audit, auditText, type Deed, type Quarantined, quarantineText, trailText } from './text.ts'

type Choice = Target & { reason?: string; limit: string }
interface Replayed {
  records: number
  events: number
  overloaded: boolean
}

export function upkeep(environment: NodeJS.ProcessEnv): Command {
  const program = new Command('npm run upkeep --').description('Looks after a running Firefly.')
  const command = asking(program, environment)
  command('audit', 'counts anew: is everything accepted kept, and everything kept there once?')
    .option('--hours <n>', 'how far back', '216')
    .action(runAudit)
  choosing(command('quarantine', 'lists what was accepted but could not become a row')).action(runList)
  choosing(command('replay', 'sends it through the processors again, once its cause is gone')).action(
    runReplay,
  )
  command('trail', 'lists who asked, exported, erased, merged or changed what, newest first')
    .option('--project <id>', 'of which project; your key’s when left out')
    .option('--what <deed>', 'only deeds of this name, such as export or key.revoke')
    .option('--who <key>', 'only deeds of this key, by its id')
    .option('--before <id>', 'only older ones than this one')
    .option('--limit <n>', 'how many at most', '50')
    .action(runTrail)
  return program
}

const choosing = (command: Command): Command =>
  command
    .option('--reason <reason>', 'only what is there for this reason')
    .option('--limit <n>', 'how many at most', '100')

async function runAudit({ hours, ...target }: Target & { hours: string }): Promise<void> {
  const found = await ask<Audit>('GET', `/v1/audit?hours=${encodeURIComponent(hours)}`, target)
  console.log(auditText(found))
  if (!found.clean) process.exitCode = 1
}

async function runList(choice: Choice): Promise<void> {
  const path = `/v1/quarantine?${asked(choice)}`
  const { quarantined } = await ask<{ quarantined: Quarantined[] }>('GET', path, choice)
  console.log(quarantineText(quarantined))
}

async function runReplay(choice: Choice): Promise<void> {
  const path = `/v1/quarantine/replay?${asked(choice)}`
  const { records, events, overloaded } = await ask<Replayed>('POST', path, choice)
  console.log(`${records} records with ${events} events are on their way again.`)
  if (overloaded) console.log('The log is full for now; run the same command again for the rest.')
}

async function runTrail({ host, key, ...wanted }: Target & Record<string, string>): Promise<void> {
  const { deeds } = await ask<{ deeds: Deed[] }>(
    'GET',
    `/v1/audit-trail?${String(new URLSearchParams(wanted))}`,
    {
      host,
      key,
    },
  )
  console.log(trailText(deeds))
}

const asked = ({ reason, limit }: Choice): string =>
  String(new URLSearchParams({ limit, ...(reason === undefined ? {} : { reason }) }))
