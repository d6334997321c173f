/** JD's mini-programs. */
import type { Host } from '../host.ts'
import { withOsNames } from './os-names.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const jd: WxLike

export const host = (api: WxLike = jd): Host => withOsNames(wxLike('jd', api))
