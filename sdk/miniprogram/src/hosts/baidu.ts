/** Baidu's mini-programs. */
import type { Host } from '../host.ts'
import { OS_NAMES } from './raw.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const swan: WxLike

export const host = (api: WxLike = swan): Host => wxLike('baidu', api, OS_NAMES)
