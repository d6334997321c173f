/** Kuaishou's mini-programs. */
import type { Host } from '../host.ts'
import { withOsNames } from './os-names.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const ks: WxLike

export const host = (api: WxLike = ks): Host => withOsNames(wxLike('kuaishou', api))
