/** Compiles only while WeChat's published typings have all that the flavour uses of `wx`. */
import type { host } from '@firefly/miniprogram/wechat'

export const api: NonNullable<Parameters<typeof host>[0]> = wx
