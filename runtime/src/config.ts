/** Reads settings from the environment; every bad value is named at once, and the start stops. */
import { z } from 'zod'

/** Thrown when settings are wrong; `message` is ready to be shown to the operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Parses `environment` with `schema`; variables the schema does not name are ignored, empty ones count as unset. */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  environment: Record<string, string | undefined>,
): z.infer<Schema> {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, environment[name]])
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
  throw new ConfigError(`These settings cannot be used:\n${lines.join('\n')}`)
}

/** A TCP port; 0 asks the system for a free one. */
export const port = z.coerce
  .number('expected a port from 0 to 65535')
  .int('expected a port from 0 to 65535')
  .min(0, 'expected a port from 0 to 65535')
  .max(65_535, 'expected a port from 0 to 65535')

/** A key is sent in headers and URLs, so it is made of characters that need no escaping there. */
export const key = z.string().regex(/^[\w.~-]{8,128}$/, 'expected 8 to 128 letters, digits or any of - _ . ~')

/** A write key is no secret, and may be the short name by which SDKs of others know their project already. */
export const publicKey = z
  .string()
  .regex(/^[\w.~-]{3,128}$/, 'expected 3 to 128 letters, digits or any of - _ . ~')
