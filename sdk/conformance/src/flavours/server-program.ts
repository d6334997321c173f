/** A program that uses the Node flavour as its parent tells it to, and can be killed. */
import { createFirefly, type FireflyOptions } from '@firefly/node/firefly'
import { revive } from '../odd.ts'
import type { Value } from '../scenario.ts'
import { messageOf } from './server-verbs.ts'

export type Asked =
  | { start: FireflyOptions }
  | { verb: string; args: readonly Value[]; times?: number }
  | { exit: true }

type Verbs = Record<string, (message?: object) => unknown>
let firefly: Verbs = {}

async function obey(asked: Asked): Promise<void> {
  if ('start' in asked) firefly = createFirefly(asked.start) as unknown as Verbs
  else if ('exit' in asked) process.exit(0)
  else await call(asked.verb, asked.args, asked.times)
}

async function call(verb: string, args: readonly Value[], times?: number): Promise<void> {
  const say = (...given: unknown[]): unknown => firefly[verb]?.(messageOf(verb, given))
  if (times === undefined) return void (await say(...(revive(args) as unknown[])))
  for (let n = 0; n < times; n++) say(`${args[0] as string}-${n}`, ...(revive(args.slice(1)) as unknown[]))
}

process.on('message', (asked: Asked) => {
  obey(asked).then(
    () => process.send?.({}),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
