/** `$form_start` and `$form_submit`: which forms people begin and which they send. What they type is never read. */
import type { Extension } from '@firefly/core/extension'
import { all, listen } from '../lifecycle.ts'
import { describe, isIgnored, targetOf } from './element.ts'

export const forms = (): Extension => ({
  name: 'forms',
  setup(host) {
    const startedAt = new WeakMap<Element, number>()
    const tell = (event: string, form: HTMLFormElement, more?: object): void => {
      const { $element, $selector } = describe(form)
      // `form.name` may be a field of that name.
      const $name = form.getAttribute('name') || form.getAttribute('aria-label') || undefined
      host.track(event, { $element, $selector, $name, $fields: form.elements.length, ...more })
    }
    const begin = host.guard((event: Event) => {
      const form = targetOf(event)?.closest('form')
      if (!form || startedAt.has(form) || isIgnored(form)) return
      startedAt.set(form, host.now())
      tell('$form_start', form)
    })
    const submit = host.guard((event: Event) => {
      const form = targetOf(event)
      if (!(form instanceof HTMLFormElement) || isIgnored(form)) return
      const since = startedAt.get(form)
      startedAt.delete(form)
      tell('$form_submit', form, since === undefined ? {} : { $duration: (host.now() - since) / 1000 })
    })
    return all(listen(document, 'input change', begin), listen(document, 'submit', submit))
  },
})
