/** Opens a store from one URL: `chdb:./data/store` in process, `http(s)://user:password@host:8123/database` elsewhere. */
import { resolve } from 'node:path'
import type { Store, StoreEvent } from './store.ts'

export interface OpenStoreOptions {
  /** Queries that may run side by side. */
  readers?: number
  onEvent?: (event: StoreEvent) => void
}

/** Rejects with a message that names what was expected when the URL is of neither kind. */
export async function openStore(
  url: string,
  { readers = 3, onEvent = () => undefined }: OpenStoreOptions = {},
): Promise<Store> {
  if (url.startsWith('chdb:')) {
    const { openChdb } = await import('./chdb.ts')
    return openChdb(resolve(url.slice('chdb:'.length)), { readers, onEvent })
  }
  if (/^https?:\/\//.test(url)) {
    const { openHttp } = await import('./http.ts')
    return openHttp(url, readers)
  }
  throw new Error('a ClickHouse URL is chdb:PATH or http(s)://HOST, not the one given')
}
