/** QQ's mini-programs. */
import type { Host } from '../host.ts'
import { withOsNames } from './os-names.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const qq: WxLike

export const host = (api: WxLike = qq): Host => withOsNames(wxLike('qq', api))
