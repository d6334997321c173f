import { expect, test } from 'vitest'
import { tryOut } from './testing/trial.ts'

const { start } = tryOut()

test('Global Privacy Control is honoured where the site asks for it, unless the user has opted in', async () => {
  const gpc = { refusesTracking: true }
  expect(start({}, gpc).consent()).toBe('granted')
  const tracker = start({ honourPrivacyControl: true }, gpc)
  expect(tracker.consent()).toBe('denied')
  tracker.optIn()
  expect(start({ honourPrivacyControl: true }, gpc).consent()).toBe('granted')
})
