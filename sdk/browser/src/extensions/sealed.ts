/** Encrypts every batch before it leaves the page, for sites whose rules ask for more than TLS; docs/sdk/encryption.md has the wire. */
import type { Carrier } from '@firefly/core/carrier'
import type { Extension } from '@firefly/core/extension'
import { gzip } from '../compress.ts'

/** A content key under the collector's public key, and what encrypts with it; made once a page. */
export interface Sealer {
  scheme: 'sm' | 'aes'
  /** The content key under the public key, in base64. */
  key: string
  /** In base64. */
  seal: (plain: Uint8Array) => string | Promise<string>
}

export interface SealOptions {
  /** The collector's name for the key, so that keys can be replaced. */
  keyId: string
  /** Makes the sealer: loads `@firefly/browser/seal-sm` and answers its `sealSm(publicKey)`. Tried again when it fails. */
  sealer: () => Promise<Sealer>
}

/** One that takes for ever has not delivered: tried again, as after a network error. */
const LATEST_MS = 60_000

/** Nothing goes unencrypted: until the sealer has loaded, events wait in the queue. Batches should be at most 45,000 bytes (`maxBatchBytes`). */
export const sealed = ({ keyId, sealer }: SealOptions): Extension => ({
  name: 'sealed',
  setup(host) {
    let loading: Promise<Sealer> | undefined
    const load = (): Promise<Sealer> =>
      (loading ||= sealer().catch((error: unknown) => {
        loading = undefined
        throw error
      }))
    // Loaded at once, so that it is there when the page is left.
    load().catch(() => undefined)
    const seals: Carrier = async (body, { leaving }, send) => {
      const { scheme, key, seal } = await load()
      const { writeKey } = JSON.parse(body) as { writeKey: string }
      // There is no time left to shrink what is sent last.
      const plain = (!leaving && (await gzip(body))) || new TextEncoder().encode(body)
      return send(JSON.stringify({ writeKey, sealed: { scheme, keyId, key, data: await seal(plain) } }))
    }
    return host.carry((...batch) => Promise.race([seals(...batch), tooLate()]))
  },
})

const tooLate = (): Promise<{ status: number }> =>
  new Promise((resolve) => setTimeout(resolve, LATEST_MS, { status: 0 }))
