/** What there is to ask about. */
import type { CallOptions } from './client.ts'
import type { Send } from './transport.ts'

export interface CatalogEvent {
  name: string
  count: number
  /** ISO instants. */
  firstSeen: string
  lastSeen: string
}
export type CatalogProperty =
  | {
      name: string
      count: number
      builtIn: false
      /** With `details`, of what was sent of late. */
      firstSeen?: string
      lastSeen?: string
      types?: string[]
      samples?: string[]
    }
  | { name: string; about: string; builtIn: true }
export interface CatalogValue {
  value: string
  count: number
}
export interface Looking {
  search?: string
  limit?: number
}

export interface CatalogCalls {
  /** The most frequent first. */
  events(looking?: Looking, options?: CallOptions): Promise<CatalogEvent[]>
  properties(
    looking?: Looking & { event?: string; details?: boolean },
    options?: CallOptions,
  ): Promise<CatalogProperty[]>
  values(
    looking: Looking & { property: string; event?: string },
    options?: CallOptions,
  ): Promise<CatalogValue[]>
}

export function catalogCalls(send: Send): CatalogCalls {
  const get = async <Item>(what: string, parameters: Looking, { signal }: CallOptions): Promise<Item[]> => {
    const response = await send({ path: `/v1/catalog/${what}`, parameters: { ...parameters }, signal })
    return ((await response.json()) as Record<string, Item[]>)[what] ?? []
  }
  return {
    events: (looking = {}, options = {}) => get('events', looking, options),
    properties: ({ details, ...looking } = {}, options = {}) =>
      get('properties', { ...looking, ...(details && { details: 'true' }) }, options),
    values: (looking, options = {}) => get('values', looking, options),
  }
}
