/** The commands, what they take, and which question of the API each of them asks. */
import { Command, Option } from 'commander'
import { ask, type Target } from './ask.ts'
import { type Audit, auditText, type Quarantined, quarantineText } from './text.ts'

type Choice = Target & { reason?: string; limit: string }
interface Replayed {
  records: number
  events: number
  overloaded: boolean
}

export function upkeep({ FIREFLY_HOST, FIREFLY_PORT }: NodeJS.ProcessEnv): Command {
  const host = `http://${FIREFLY_HOST || '127.0.0.1'}:${FIREFLY_PORT || '7070'}`
  const program = new Command('npm run upkeep --').description('Looks after a running Firefly.')
  const command = (name: string, about: string): Command =>
    program
      .command(name)
      .description(about)
      .option('--host <url>', 'where Firefly is', host)
      .addOption(new Option('--key <key>', 'the secret key').env('FIREFLY_SECRET_KEY'))
  command('audit', 'counts anew: is everything accepted kept, and everything kept there once?')
    .option('--hours <n>', 'how far back', '216')
    .action(runAudit)
  choosing(command('quarantine', 'lists what was accepted but could not become a row')).action(runList)
  choosing(command('replay', 'sends it through the processors again, once its cause is gone')).action(
    runReplay,
  )
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

const asked = ({ reason, limit }: Choice): string =>
  String(new URLSearchParams({ limit, ...(reason === undefined ? {} : { reason }) }))
