/** `firefly-sealed.js`: `firefly-h5.js` that encrypts what it sends, `data-seal="sm:KEY ID:PUBLIC KEY"` or `aes:…`. */
import type { Extension } from '@firefly/core/extension'
import { hostApp } from './extensions/host-app.ts'
import { sealAes } from './extensions/seal-aes.ts'
import { type Sealer, sealed } from './extensions/sealed.ts'
import { createFirefly } from './init.ts'
import { launch, load, type ScriptOptions } from './launch.ts'
import { listen } from './lifecycle.ts'
import type { Firefly } from './tracker.ts'

/** Sealed and in base64 a batch grows by a third, and what outlives a page is 64 KiB in all. */
const MAX_BATCH_BYTES = 45_000

type Scope = Window & { firefly?: { sealSm?: (publicKey: string) => Sealer } }

/** SM2 and SM4 are a script of their own, fetched for it. */
const loadSm = (publicKey: string): Promise<Sealer> =>
  new Promise((resolve, reject) => {
    const tag = load('firefly-seal-sm.js')
    const done = (): void => {
      const sealSm = (window as Scope).firefly?.sealSm
      if (sealSm) resolve(sealSm(publicKey))
      else reject(new Error('firefly-seal-sm.js did not load'))
    }
    listen(tag, 'load error', done)
  })

/** Without a key that will do nothing is sent: this build is there so that nothing goes in the open. */
function sealing(seal = ''): Extension {
  const [scheme, keyId = '', publicKey = ''] = seal.split(':')
  return sealed({ keyId, sealer: () => (scheme === 'sm' ? loadSm : sealAes)(publicKey) })
}

function create(options: ScriptOptions): Firefly {
  return createFirefly({
    maxBatchBytes: MAX_BATCH_BYTES,
    ...options,
    hostApp: hostApp(),
    extensions: [sealing(options.seal)],
  })
}

launch(create)
