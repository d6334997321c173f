/** The second script of the tag build: what is captured on request, `data-capture="exposure forms links"`. */
import type { Extension } from '@firefly/core/extension'
import { deadClicks } from './extensions/dead-clicks.ts'
import { errors } from './extensions/errors.ts'
import { exposure } from './extensions/exposure.ts'
import { forms } from './extensions/forms.ts'
import { links } from './extensions/links.ts'
import { rageClicks } from './extensions/rage-clicks.ts'
import { webVitals } from './extensions/web-vitals.ts'

/** By the words of the attribute. */
const KINDS: Record<string, () => Extension> = {
  exposure,
  forms,
  links,
  rage: rageClicks,
  dead: deadClicks,
  errors,
  vitals: webVitals,
}

interface Global {
  /** The words of the attribute. */
  capture?: string[]
  /** Set once they are followed. */
  captured?: true
  use?: (extension: Extension) => boolean
}

const { firefly } = window as { firefly?: Global }
if (firefly?.use) {
  for (const word of firefly.capture || []) {
    const kind = KINDS[word]
    if (kind) firefly.use(kind())
  }
  firefly.captured = true
}
