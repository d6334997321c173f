/** The verbs of a device as a server says them: in each message is whose it is. */

const DEVICE = { anonymousId: 'device-1' }

type Bag = Record<string, unknown>
const named = (name: unknown, value: unknown): Bag =>
  typeof name === 'string' ? { [name]: value } : (name as Bag)

const MESSAGES: Record<string, (...args: unknown[]) => Bag> = {
  track: (event, properties) => ({ ...DEVICE, event, properties }),
  page: (name, properties) => ({ ...DEVICE, properties: { name, ...(properties as Bag) } }),
  screen: (name, properties) => ({ ...DEVICE, properties: { name, ...(properties as Bag) } }),
  identify: (userId, traits) => ({ ...DEVICE, userId, traits }),
  alias: (userId, previousId) => ({ userId, previousId }),
  group: (groupId, traits) => ({ ...DEVICE, groupId, traits }),
  set: (properties) => ({ ...DEVICE, properties }),
  setOnce: (properties) => ({ ...DEVICE, properties }),
  increment: (name, by) => ({ ...DEVICE, properties: named(name, by) }),
  append: (name, value) => ({ ...DEVICE, properties: named(name, value) }),
  unset: (...names) => ({ ...DEVICE, names }),
}

/** Undefined for a verb that says nothing of an event. */
export const messageOf = (verb: string, args: readonly unknown[]): Bag | undefined =>
  MESSAGES[verb]?.(...args)
