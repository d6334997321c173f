/** Kinds of settings, each with the words for what was expected. */
import { accessSync, constants } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { readLogUrl } from '@firefly/event-log/url'
import { z } from 'zod'

export const whole = z.coerce
  .number('expected a whole number from 1')
  .int('expected a whole number from 1')
  .min(1, 'expected a whole number from 1')

export const host = z.string().regex(/^[\w.:%-]+$/, 'expected an address or a name of this machine')

export const zone = z.string().refine(isZone, 'expected a time zone such as Asia/Shanghai or UTC')

export const logUrl = z.string().superRefine((url, context) => {
  try {
    readLogUrl(url)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
  }
})

/** The whole path of a file that is there. */
export const file = z
  .string()
  .transform((path) => resolve(path))
  .refine(isReadable, 'expected a file that can be read')

/** Several things of one kind with commas between them. */
export const listOf = <Kind extends z.ZodType<unknown, string>>(
  kind: Kind,
): z.ZodPipe<z.ZodTransform<string[], string>, z.ZodArray<Kind>> =>
  z.pipe(
    z.transform((list: string) => list.split(',').map((one) => one.trim())),
    z.array(kind).min(1),
  )

export const network = z.string().refine(isNetwork, 'expected addresses or networks such as 10.0.0.0/8')

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** A number of hops is none: whoever may come closer than the proxy could claim any address. */
function isNetwork(text: string): boolean {
  const [address = '', bits] = text.split('/', 2)
  const version = isIP(address)
  return (
    version > 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  )
}
