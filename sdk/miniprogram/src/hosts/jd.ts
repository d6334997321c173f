/** JD's mini-programs. */
import type { Host } from '../host.ts'
import { OS_NAMES } from './raw.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const jd: WxLike

export const host = (api: WxLike = jd): Host => wxLike('jd', api, OS_NAMES)
