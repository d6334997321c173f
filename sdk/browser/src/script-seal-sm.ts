/** `firefly-seal-sm.js`: SM2, SM4 and SM3 for `firefly-sealed.js`, which fetches it. */
import { sealSm } from './extensions/seal-sm.ts'

Object.assign((window as { firefly?: object }).firefly || {}, { sealSm })
