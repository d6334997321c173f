/** QQ's mini-programs. */
import type { Host } from '../host.ts'
import { OS_NAMES } from './raw.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const qq: WxLike

export const host = (api: WxLike = qq): Host => wxLike('qq', api, OS_NAMES)
