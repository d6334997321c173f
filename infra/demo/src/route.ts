/** The addresses of the shop. */
import { productOf } from './products.ts'

export type Route =
  | { page: 'shop' | 'cart' | 'checkout' }
  | { page: 'product'; id: string }
  | { page: 'thanks'; order: string }

/** Any address under `/demo/`; an unknown one is the shop's front. */
export function readRoute(pathname: string): Route {
  const [page = '', id = ''] = pathname.replace(/^\/demo\/?/, '').split('/')
  if (page === 'cart' || page === 'checkout') return { page }
  if (page === 'lamps' && productOf(id)) return { page: 'product', id }
  if (page === 'thanks' && id) return { page: 'thanks', order: decodeURIComponent(id) }
  return { page: 'shop' }
}
