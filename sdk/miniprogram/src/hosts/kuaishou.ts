/** Kuaishou's mini-programs. */
import type { Host } from '../host.ts'
import { OS_NAMES } from './raw.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const ks: WxLike

export const host = (api: WxLike = ks): Host => wxLike('kuaishou', api, OS_NAMES)
