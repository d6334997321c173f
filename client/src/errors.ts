/** Every way a call can fail, as a class to catch; the server's own words and the wrong fields are in it. */

/** A field, named by its path (`series.0.math`), and what was expected of it. */
export interface Issue {
  path: string
  message: string
}

/** The server answered, and it was no. */
export class FireflyError extends Error {
  override readonly name: string = 'FireflyError'
  readonly status: number
  /** From a closed list, such as `invalid_query`. */
  readonly code: string
  readonly issues: readonly Issue[]

  constructor(status: number, code: string, message: string, issues: readonly Issue[] = []) {
    super(issues.length === 0 ? message : `${message}: ${issues.map(sentence).join('; ')}`)
    this.status = status
    this.code = code
    this.issues = issues
  }
}

const sentence = ({ path, message }: Issue): string => (path === '' ? message : `${path}: ${message}`)

/** 400 or 422: the question cannot be understood, or is impossible; `issues` names each wrong field. */
export class InvalidQuestion extends FireflyError {
  override readonly name = 'InvalidQuestion'
}
/** 401 or 403: the key is unknown, or may not do this. */
export class Forbidden extends FireflyError {
  override readonly name = 'Forbidden'
}
/** 404. */
export class NotFound extends FireflyError {
  override readonly name = 'NotFound'
}
/** 429 or 503, after as many tries as were allowed. */
export class Overloaded extends FireflyError {
  override readonly name = 'Overloaded'
}
/** 504: it took longer than allowed; ask for a shorter range. */
export class TookTooLong extends FireflyError {
  override readonly name = 'TookTooLong'
}

/** No answer, or none that can be read; `cause` has what happened. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

const CLASSES: Record<number, typeof FireflyError> = {
  400: InvalidQuestion,
  401: Forbidden,
  403: Forbidden,
  404: NotFound,
  422: InvalidQuestion,
  429: Overloaded,
  503: Overloaded,
  504: TookTooLong,
}

/** What a refusal means; a body that is none of ours is shown as far as it can be. */
export function errorOf(status: number, text: string): FireflyError {
  const { code, message, issues } = bodyOf(text)
  return new (CLASSES[status] ?? FireflyError)(status, code, message, issues)
}

function bodyOf(text: string): { code: string; message: string; issues: Issue[] } {
  try {
    const {
      code = 'unknown',
      message = text,
      issues = [],
    } = JSON.parse(text) as Partial<ReturnType<typeof bodyOf>>
    return { code, message, issues }
  } catch {
    return { code: 'unreadable', message: text.slice(0, 200) || 'an answer without words', issues: [] }
  }
}
