/** Baidu's mini-programs. */
import type { Host } from '../host.ts'
import { withOsNames } from './os-names.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const swan: WxLike

export const host = (api: WxLike = swan): Host => withOsNames(wxLike('baidu', api))
