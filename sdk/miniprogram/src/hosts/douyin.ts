/** Douyin's mini-programs. */
import type { Host } from '../host.ts'
import { withOsNames } from './os-names.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const tt: WxLike

export const host = (api: WxLike = tt): Host => withOsNames(wxLike('douyin', api))
