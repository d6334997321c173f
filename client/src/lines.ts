/** A streamed answer line by line, and server-sent events one by one; leaving the loop ends the connection. */
import { Unreachable } from './errors.ts'

/** Every whole line. Rejects with `Unreachable` when the stream breaks off. */
export async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (!body) return
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      const lines = (rest + value).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest !== '') yield rest
  } catch (error) {
    throw new Unreachable('the answer broke off', { cause: error })
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/** The data of each event of that name; `message` where none is said. */
export async function* eventsOf(response: Response): AsyncGenerator<{ name: string; data: string }> {
  let [name, data] = ['message', '']
  for await (const line of linesOf(response)) {
    if (line.startsWith('event: ')) name = line.slice('event: '.length)
    else if (line.startsWith('data: ')) data += line.slice('data: '.length)
    else if (line === '') {
      if (data !== '') yield { name, data }
      ;[name, data] = ['message', '']
    }
  }
}
