/** Whose a Sensors event is: login ids are users, everything else is a device until it logs in. */
import { type Bag, bagOf, textIn } from '../object.ts'

export interface Ids {
  userId: string | undefined
  anonymousId: string | undefined
}

const LONGEST_ID = 200
const LOGIN = '$identity_login_id'
/** Identities that name a device, not a person. */
const DEVICE =
  /^\$identity_(?:cookie_id|anonymous_id|distinct_id|android_(?:id|uuid)|idfv|ios_uuid|harmony_\w+|\w*oaid)$/

export const idIn = (value: unknown): string | undefined => textIn(value)?.slice(0, LONGEST_ID)

export function idsOf(event: Bag, properties: Bag): Ids {
  const distinctId = idIn(event['distinct_id'])
  const device = deviceOf(event)
  const userId = loginOf(event, properties) ?? (device && distinctId !== device ? distinctId : undefined)
  const anonymousId = device ?? (distinctId === userId ? undefined : distinctId)
  return { userId, anonymousId: anonymousId === userId ? undefined : anonymousId }
}

/** Older libraries say of the distinct id whether it is a login's; without a word it is a device's. */
function loginOf(event: Bag, properties: Bag): string | undefined {
  const said = idIn(event['login_id']) ?? idIn(bagOf(event['identities'])[LOGIN])
  return said ?? (properties['$is_login_id'] === true ? idIn(event['distinct_id']) : undefined)
}

export function deviceOf(event: Bag): string | undefined {
  const identities = bagOf(event['identities'])
  const device = Object.keys(identities).find((name) => DEVICE.test(name))
  return idIn(event['anonymous_id']) ?? (device === undefined ? undefined : idIn(identities[device]))
}

/** Further names of the same person, such as an address or an open id: `name+value`, as Sensors itself spells them. */
export const otherIdsOf = (event: Bag): string[] =>
  Object.entries(bagOf(event['identities'])).flatMap(([name, value]) => {
    const id = idIn(value)
    return id === undefined || name === LOGIN || DEVICE.test(name)
      ? []
      : [`${name}+${id}`.slice(0, LONGEST_ID)]
  })
