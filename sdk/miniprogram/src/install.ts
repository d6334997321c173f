/** Puts the wrapping in place of what the host calls `App`, `Page` and `Component`. */
import type { Register, Wrapping } from './wrap.ts'

/* The names are the host's own: each may be there or not, and may forbid to be written. */
declare let App: Register | undefined
declare let Page: Register | undefined
declare let Component: Register | undefined

/** Every other way to read a global is missing somewhere; a bare name works in each of these hosts. */
export function install(wrapping: Wrapping): void {
  if (typeof App === 'function') App = wrapping.App(App)
  if (typeof Page === 'function') Page = wrapping.Page(Page)
  if (typeof Component === 'function') Component = wrapping.Component(Component)
}
