/** WeChat's mini-programs. */
import type { Host } from '../host.ts'
import { type WxLike, wxLike } from './wx-like.ts'

declare const wx: WxLike

export const host = (api: WxLike = wx): Host => wxLike('wechat', api)
