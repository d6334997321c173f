/** Firefly for servers. Nothing it does throws into the program around it. */
import type { Properties } from '@firefly/core/event'
import { createCourier } from '@firefly/core/courier'
import { memoryState } from '@firefly/core/memory-state'
import { messageId } from '@firefly/core/message-id'
import { faultOf } from '@firefly/core/options'
import { createReporter, everyHook } from '@firefly/core/report'
import type { AnyEvents } from '@firefly/core/typed-events'
import { createWriter, wordsOf, type Message, type Moment, type Whose } from './message.ts'
import { type FireflyOptions, SERVER_TUNING } from './options.ts'
import { nodePlatform } from './platform.ts'
import { userVerbs, type UserVerbs } from './user.ts'

export type { FireflyOptions } from './options.ts'

/** `Events`: what a tracking plan says of each event's properties, where there is one. */
export interface Firefly<Events extends object = AnyEvents> extends UserVerbs {
  track: <Name extends keyof Events & string>(
    message: Whose & Moment & { event: Name; properties?: Events[Name] },
  ) => void
  page: (message: Whose & Moment & { properties?: Properties }) => void
  screen: (message: Whose & Moment & { properties?: Properties }) => void
  /** The anonymous id, where one is given, belongs to this user from the beginning. */
  identify: (
    message: Moment & { userId: string | number; anonymousId?: string | number; traits?: Properties },
  ) => void
  alias: (message: Moment & { userId: string | number; previousId: string | number }) => void
  group: (message: Whose & Moment & { groupId: string | number; traits?: Properties }) => void
  /** Sends what waits; resolves when it is sent or cannot be sent now. Never rejects. */
  flush: () => Promise<void>
  /** The same, and nothing is taken or sent afterwards. What is left waits in the folder, where there is one. */
  close: () => Promise<void>
}

const LIBRARY = { name: 'firefly-node', version: '0.1.0' }

export function createFirefly<Events extends object = AnyEvents>(options: FireflyOptions): Firefly<Events> {
  const platform = nodePlatform(options.folder)
  const fault = faultOf(options)
  if (fault) warn(`not collecting: ${fault}`)
  const { report, takeLosses } = createReporter(memoryState(), everyHook(options, warn))
  const makeId = (now: number): string => messageId(now, platform.random)
  const write = createWriter({
    now: platform.now,
    makeId,
    beforeSend: options.beforeSend,
    onTrimmed: (event, names) => report({ kind: 'trimmed', event, names }),
  })
  const sender = createCourier({
    ...platform,
    options: { ...SERVER_TUNING, ...options },
    report,
    base: JSON.stringify({ library: LIBRARY, platform: 'server' }),
    makeOwner: () => makeId(platform.now()),
    onDelivered() {
      const properties = takeLosses()
      if (properties) say({ type: 'track', event: '$dropped', anonymousId: LIBRARY.name, properties })
    },
  })
  let open = !fault
  const say = (message: Message): void => {
    const written = open ? write(message) : undefined
    if (!written) return
    if ('reason' in written) report({ kind: 'dropped', count: 1, ...written })
    else sender.add(written.text, written.own)
  }
  /** What a program hands over may throw when it is read: that costs this event, and nothing else. */
  const counted =
    <Given>(speak: (given: Given) => void) =>
    (given: Given): void => {
      try {
        speak(given)
      } catch (error) {
        report({ kind: 'dropped', reason: 'unserialisable', count: 1, message: wordsOf(error) })
      }
    }
  const verb = (type: Message['type']): ((message: object) => void) =>
    counted((message) => say({ ...message, type } as Message))
  const sendLast = (): void => void sender.flush()
  const keepLast = (): void => sender.leave(true)
  if (open) {
    sender.start()
    process.once('beforeExit', sendLast)
    process.once('exit', keepLast)
  }
  return {
    track: verb('track'),
    page: verb('page'),
    screen: verb('screen'),
    identify: verb('identify'),
    alias: verb('alias'),
    group: verb('group'),
    ...userVerbs(say, counted),
    flush: () => sender.flush(),
    async close() {
      open = false
      process.off('beforeExit', sendLast)
      process.off('exit', keepLast)
      await sender.flush()
      keepLast()
      sender.stop()
    },
  }
}

function warn(message: string, detail?: unknown): void {
  process.emitWarning(detail === undefined ? message : `${message}: ${JSON.stringify(detail)}`, 'Firefly')
}
