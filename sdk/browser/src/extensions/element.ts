/** Names an element for people (its text) and for machines (a selector), and leaves out what is private. */

const CLICKABLE =
  'a,button,summary,label,input,select,textarea,[role=button],[role=link],[role=tab],[role=menuitem],[onclick]'
/** What people type, what the site wants masked or left alone, and code: its content is never read. */
const PRIVATE =
  'input,select,textarea,script,style,[contenteditable]:not([contenteditable=false]),[data-ff-mask],[data-ff-ignore]'
/** The value of such an input is what the site wrote on a button, not what a person typed. */
const BUTTON = 'input[type=submit],input[type=button],input[type=reset]'
const LONGEST_TEXT = 100
const MOST_LEVELS = 5
/** Of `NodeFilter`: elements and texts; a node and what is in it are left out, or not. */
const SHOW = 5
const REJECT = 2
const ACCEPT = 1

/** The element a person means by clicking on `target`: the nearest that reacts, else the target itself. */
export const clickableOf = (target: Element): Element => target.closest(CLICKABLE) || target

/** What the page has told us to leave alone. */
export const isIgnored = (element: Element): boolean => !!element.closest('[data-ff-ignore]')

/** The element that an event of the page happened to: inside a web component its own target is only the host. */
export function targetOf(event: Event): Element | undefined {
  const [target] = event.composedPath()
  return target instanceof Element ? target : undefined
}

/** How events name an element. */
export const describe = (element: Element): Record<string, unknown> => ({
  $element: element.localName,
  $selector: selectorOf(element),
  $text: labelOf(element),
})

/** The element's text in one line, without private parts; empty for what is private itself. */
function labelOf(element: Element): string {
  if (element.closest('[data-ff-mask]')) return ''
  const text = element.matches(BUTTON) ? element.getAttribute('value') : textOf(element)
  return (text?.replace(/\s+/g, ' ').trim() || element.getAttribute('aria-label') || '').slice(
    0,
    LONGEST_TEXT,
  )
}

function textOf(element: Element): string {
  const walker = document.createTreeWalker(element, SHOW, (node) =>
    node instanceof Element && node.matches(PRIVATE) ? REJECT : ACCEPT,
  )
  let text = ''
  // A click on the whole page must not cost the reading of it.
  while (!element.closest(PRIVATE) && text.length < LONGEST_TEXT * 2 && walker.nextNode())
    text += ` ${walker.currentNode.nodeValue || ''}`
  return text
}

/** A short selector: up to the nearest id, five levels at most. */
function selectorOf(element: Element): string {
  const levels: string[] = []
  for (
    let at: Element | null = element;
    at && levels.length < MOST_LEVELS;
    at = at.id ? null : at.parentElement
  )
    levels.unshift(levelOf(at))
  return levels.join(' > ')
}

function levelOf(element: Element): string {
  const { localName, id, parentElement } = element
  if (id) return `${localName}#${id}`
  const twins = Array.from(parentElement?.children || []).filter((twin) => twin.localName === localName)
  const place = twins.length > 1 ? `:nth-of-type(${twins.indexOf(element) + 1})` : ''
  return [localName, ...Array.from(element.classList).slice(0, 2)].join('.') + place
}
