/** What the shop pretends to sell. */

export interface Product {
  id: string
  name: string
  category: 'Table' | 'Outdoor' | 'Small'
  /** In `CURRENCY`. */
  price: number
  about: string
  /** Hues of its drawing, in degrees. */
  hues: [shade: number, light: number]
}

export const CURRENCY = 'USD'

export const PRODUCTS: readonly Product[] = [
  {
    id: 'paper-moon',
    name: 'Paper Moon',
    category: 'Table',
    price: 49,
    about: 'Washi over a thread of steel. Folds flat when the moon is out.',
    hues: [225, 45],
  },
  {
    id: 'reading-heron',
    name: 'Reading Heron',
    category: 'Table',
    price: 129,
    about: 'A long neck and a narrow beam: your page is lit, the room sleeps.',
    hues: [160, 50],
  },
  {
    id: 'garden-lantern',
    name: 'Garden Lantern',
    category: 'Outdoor',
    price: 79,
    about: 'Charges by day, glows until midnight, asks for nothing.',
    hues: [15, 38],
  },
  {
    id: 'string-of-june',
    name: 'String of June',
    category: 'Outdoor',
    price: 35,
    about: 'Twenty small lights on ten metres of dark cord.',
    hues: [285, 48],
  },
  {
    id: 'bedside-pebble',
    name: 'Bedside Pebble',
    category: 'Small',
    price: 25,
    about: 'Tap it once for a whisper of light, twice for a little more.',
    hues: [200, 40],
  },
  {
    id: 'jar-of-fireflies',
    name: 'Jar of Fireflies',
    category: 'Small',
    price: 29.5,
    about: 'No insects inside. We looked.',
    hues: [95, 55],
  },
]

export const productOf = (id: string): Product | undefined => PRODUCTS.find((product) => product.id === id)
