/** `npm run erase -- <distinctId>`: erases a person, follows until every byte is gone, and prints the receipt. */
import { createInterface } from 'node:readline/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, type Target } from './ask.ts'
import { alone, run } from './asking.ts'
import { type Receipt, receiptText } from './receipt.ts'

type Given = Target & { yes?: boolean; wait: boolean; receipt?: string; list?: boolean }

const LOOK_MS = 1_000

const program = alone(
  'erase',
  'Erases a person for good: events, properties, links, memberships, what was set aside, and the log. Out of sight at once, ' +
    'off the disks within minutes. Exit code 0: done (with --no-wait: begun); 1: not begun; 2: refused or failed.',
  process.env,
)
  .argument('[distinctId]', 'any id of the person')
  .option('--yes', 'do not ask whether you are sure')
  .option('--no-wait', 'do not follow it until the last byte is gone')
  .option('--receipt <id>', 'only show the receipt of an erasure')
  .option('--list', 'only list the latest receipts')
  .action(async (distinctId: string | undefined, given: Given) => {
    const { yes, wait, receipt, list, ...target } = given
    if (list) return showAll(target)
    if (receipt !== undefined) return console.log(receiptText(await find(receipt, target)))
    if (distinctId === undefined) throw new Error('whom? Give any id of the person, or --receipt, or --list')
    if (!yes && !(await isSure(distinctId))) {
      console.error('Nothing was erased.')
      process.exitCode = 1
      return
    }
    const begun = await ask<Receipt>('POST', '/v1/erasures', target, { distinctId })
    console.error(`Out of sight; the receipt is ${begun.id}.`)
    console.log(receiptText(wait ? await followed(begun, target) : begun))
  })

const find = (id: string, target: Target): Promise<Receipt> =>
  ask<Receipt>('GET', `/v1/erasures/${encodeURIComponent(id)}`, target)

async function showAll(target: Target): Promise<void> {
  const { erasures } = await ask<{ erasures: Receipt[] }>('GET', '/v1/erasures', target)
  console.log(erasures.map(receiptText).join('\n\n') || 'Nobody was erased.')
}

/** Without a terminal nobody can be asked. */
async function isSure(distinctId: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Error('nobody can be asked here whether you are sure: give --yes')
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const said = await terminal.question(
      `Erase ${JSON.stringify(distinctId)} and all their ids for good? (yes/no) `,
    )
    return /^y(es)?$/i.test(said.trim())
  } finally {
    terminal.close()
  }
}

async function followed({ id }: Receipt, target: Target): Promise<Receipt> {
  let receipt = await find(id, target)
  for (; receipt.state !== 'done'; receipt = await find(id, target)) {
    process.stderr.write('.')
    await sleep(LOOK_MS)
  }
  process.stderr.write('\n')
  return receipt
}

await run(program)
