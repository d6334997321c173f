/** The dashboard shows everything that is measured, and nothing that is not. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dashboardOf } from './dashboard.ts'
import { ROWS } from './panels.ts'

const standalone = new URL('../../standalone/src/', import.meta.url)
const source = readdirSync(standalone, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(new URL(name, standalone), 'utf8'))
  .join('\n')
const measured = new Set(source.match(/\bfirefly_[a-z_]+(?=')/g))
const shown = new Set(
  ROWS.flatMap(({ panels }) => panels.flatMap(({ expr }) => expr.match(/\bfirefly_[a-z_]+/g) ?? [])).map(
    (name) => name.replace(/_bucket$/, ''),
  ),
)

test('whatever is measured has a panel, and every panel shows what is measured', () => {
  expect([...shown].toSorted(byName)).toEqual([...measured].toSorted(byName))
})

test('the file to import is written from the panels; `npm run write` in this folder does', () => {
  const file = readFileSync(new URL('../firefly.json', import.meta.url), 'utf8')
  expect(file).toBe(dashboardOf(ROWS))
})

test('no two panels lie upon one another', () => {
  const { panels } = JSON.parse(dashboardOf(ROWS)) as {
    panels: { gridPos: { x: number; y: number } }[]
  }
  const places = panels.map(({ gridPos }) => `${gridPos.x} ${gridPos.y}`)
  expect(new Set(places).size).toBe(places.length)
})

const byName = (one: string, other: string): number => one.localeCompare(other)
