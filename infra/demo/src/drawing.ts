/** The lamps, drawn by one hand: a shade, a light, and the dark around them. */
import type { Product } from './products.ts'

const SHAPES: Record<string, string> = {
  'paper-moon': '<circle cx="100" cy="74" r="44"/><path d="M100 118v18M78 138h44" class="wire"/>',
  'reading-heron':
    '<path d="M118 40l38 22-30 18-22-26z"/><path d="M112 52L70 94l14 44M60 138h48" class="wire"/>',
  'garden-lantern':
    '<path d="M72 56h56l8 70H64z"/><path d="M80 56c0-30 40-30 40 0M64 126h72M100 26v-8" class="wire"/>',
  'string-of-june':
    '<circle cx="36" cy="82" r="10"/><circle cx="76" cy="100" r="10"/><circle cx="120" cy="100" r="10"/><circle cx="164" cy="80" r="10"/><path d="M4 44c40 60 152 60 192 0M36 72v-2M76 90v-4M120 90v-4M164 70v-2" class="wire"/>',
  'bedside-pebble':
    '<path d="M48 128c-12-44 24-70 56-68 36 2 60 30 48 68z"/><path d="M40 130h122" class="wire"/>',
  'jar-of-fireflies':
    '<circle cx="84" cy="84" r="5"/><circle cx="112" cy="72" r="6"/><circle cx="100" cy="104" r="7"/><circle cx="122" cy="112" r="4"/><path d="M70 50h60v10c10 6 12 14 12 22v50H58V82c0-8 2-16 12-22zM76 40h48v10H76z" class="wire"/>',
}

/** An SVG that says nothing to a screen reader: the name stands beside it. */
export const drawing = ({ id, hues: [shade, light] }: Product): string => `
<svg viewBox="0 0 200 150" aria-hidden="true" style="--shade:${shade};--light:${light}">
  <defs><radialGradient id="glow-${id}"><stop offset="0" stop-color="hsl(${light} 95% 70% / .55)"/><stop offset="1" stop-color="hsl(${light} 95% 70% / 0)"/></radialGradient></defs>
  <rect width="200" height="150" class="dark"/>
  <ellipse cx="100" cy="84" rx="96" ry="78" fill="url(#glow-${id})"/>
  ${SHAPES[id] ?? ''}
</svg>`
