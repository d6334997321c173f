/** Compiles only while Alipay's published typings have all that the flavour uses of `my`. */
import type { host } from '@firefly/miniprogram/alipay'

export const api: NonNullable<Parameters<typeof host>[0]> = my
