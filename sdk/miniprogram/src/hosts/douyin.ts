/** Douyin's mini-programs. */
import type { Host } from '../host.ts'
import { OS_NAMES } from './raw.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const tt: WxLike

export const host = (api: WxLike = tt): Host => wxLike('douyin', api, OS_NAMES)
