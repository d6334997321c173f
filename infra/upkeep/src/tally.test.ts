/** An export that broke off is known by its missing end, wherever it was cut. */
import { expect, test } from 'vitest'
import { counted, type Tally } from './tally.ts'

const WHOLE = '{"kind":"head"}\n{"kind":"event","note":"{\\"kind\\":\\"end\\"}"}\n{"kind":"end","events":1}\n'

async function tallied(text: string, at: number): Promise<Tally> {
  const tally: Tally = { lines: 0, isWhole: false }
  const chunks = (async function* () {
    yield text.slice(0, at)
    yield text.slice(at)
  })()
  let passed = ''
  for await (const chunk of counted(tally)(chunks)) passed += chunk
  expect(passed).toBe(text)
  return tally
}

test('a whole export is whole however it comes, and none that was cut is', async () => {
  for (let at = 0; at <= WHOLE.length; at++) {
    expect(await tallied(WHOLE, at)).toEqual({ lines: 3, isWhole: true })
    if (at < WHOLE.length) expect((await tallied(WHOLE.slice(0, at), at >> 1)).isWhole).toBe(false)
  }
})
