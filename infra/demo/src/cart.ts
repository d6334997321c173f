/** What somebody is about to buy: how many of each product. */
import { type Product, productOf } from './products.ts'

/** Product id → how many, at least one. */
export type Cart = Readonly<Record<string, number>>

export interface CartLine {
  product: Product
  quantity: number
}

const MOST_OF_ONE = 99

export function put(cart: Cart, id: string, quantity: number): Cart {
  const { [id]: before = 0, ...rest } = cart
  const after = Math.min(MOST_OF_ONE, before + quantity)
  return after > 0 ? { ...cart, [id]: after } : rest
}

export const linesOf = (cart: Cart): CartLine[] =>
  Object.entries(cart).flatMap(([id, quantity]) => {
    const product = productOf(id)
    return product ? [{ product, quantity }] : []
  })

export const countOf = (cart: Cart): number => linesOf(cart).reduce((sum, { quantity }) => sum + quantity, 0)

/** Rounded to cents, so that no order costs 88.50000000000001. */
export const totalOf = (cart: Cart): number =>
  Math.round(linesOf(cart).reduce((sum, { product, quantity }) => sum + product.price * quantity, 0) * 100) /
  100

/** What was kept may be of another day's shop, or nonsense: then the cart is empty. */
export function readCart(text: string | null): Cart {
  try {
    const kept: unknown = JSON.parse(text ?? '{}')
    if (typeof kept !== 'object' || kept === null) return {}
    const entries = Object.entries(kept).filter(
      ([id, quantity]) => productOf(id) && Number.isInteger(quantity) && quantity > 0,
    )
    return Object.fromEntries(entries) as Cart
  } catch {
    return {}
  }
}
