/** `$dead_click`: something that looks as if it would react was clicked, and nothing on the page changed. */
import type { Extension } from '@firefly/core/extension'
import { all, listen } from '../lifecycle.ts'
import { clickableOf, describe, isIgnored, targetOf } from './element.ts'

export interface DeadOptions {
  /** How long the page has to react, in milliseconds. Default 2,000. */
  within?: number
}

/** What looks as if it would do something when clicked, but fields, whose reaction is the caret. */
const REACTS = 'a[href],button,[role=button],[role=link],[role=tab],[role=menuitem],[onclick]'
/** A new tab, a file or a telephone opens without a change here. */
const ELSEWHERE = 'a[target=_blank],a[download],a[href^="mailto:"],a[href^="tel:"]'
/** Any of these is a reaction. */
const REACTIONS = 'scroll focusin selectionchange input change toggle visibilitychange'

export const deadClicks = ({ within = 2_000 }: DeadOptions = {}): Extension => ({
  name: 'dead-clicks',
  setup(host) {
    let cancel = (): void => undefined
    /** Calls `dead` unless the page changes within the time. */
    const wait = (dead: () => void): void => {
      cancel()
      const { href } = location
      const timer = setTimeout(() => {
        cancel()
        if (location.href === href) dead()
      }, within)
      const observer = new MutationObserver(() => cancel())
      observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true })
      cancel = all(
        () => clearTimeout(timer),
        () => observer.disconnect(),
        listen(document, REACTIONS, () => cancel()),
        listen(window, 'pagehide', () => cancel()),
      )
    }
    // Told when the page's own listeners have run, as far as they run at once.
    const look = host.guard((event: Event) => {
      const target = targetOf(event)
      const element = target && clickableOf(target)
      if (!element?.matches(REACTS) || element.matches(ELSEWHERE) || isIgnored(element)) return
      const described = describe(element)
      wait(host.guard(() => host.track('$dead_click', described)))
    })
    return all(listen(document, 'click', look), () => cancel())
  },
})
