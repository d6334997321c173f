/** Panels as the JSON that Grafana imports. */
import type { Panel, Row } from './panels.ts'

const WIDTH = 24
const [PANEL_WIDTH, PANEL_HEIGHT] = [8, 7]
const SCHEMA = 39
const SOURCE = { type: 'prometheus', uid: '${source}' }

/** The text of a file that Grafana 10 or newer imports; asks which Prometheus to read. */
export function dashboardOf(rows: readonly Row[]): string {
  let [top, id] = [0, 0]
  const panels = rows.flatMap(({ title, panels }) => {
    const head = { id: ++id, type: 'row', title, gridPos: { x: 0, y: top++, w: WIDTH, h: 1 }, panels: [] }
    const placed = panels.map((panel, at) => panelOf(panel, ++id, placeOf(at, top)))
    top += Math.ceil(panels.length / (WIDTH / PANEL_WIDTH)) * PANEL_HEIGHT
    return [head, ...placed]
  })
  return `${JSON.stringify({ ...FRAME, panels }, null, 1)}\n`
}

const FRAME = {
  uid: 'firefly',
  title: 'Firefly',
  schemaVersion: SCHEMA,
  refresh: '10s',
  time: { from: 'now-1h', to: 'now' },
  templating: {
    list: [{ name: 'source', label: 'Prometheus', type: 'datasource', query: 'prometheus' }],
  },
}

const placeOf = (at: number, top: number): object => ({
  x: (at * PANEL_WIDTH) % WIDTH,
  y: top + Math.floor((at * PANEL_WIDTH) / WIDTH) * PANEL_HEIGHT,
  w: PANEL_WIDTH,
  h: PANEL_HEIGHT,
})

const panelOf = ({ title, expr, unit, by = [] }: Panel, id: number, gridPos: object): object => ({
  id,
  type: 'timeseries',
  title,
  gridPos,
  datasource: SOURCE,
  fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
  targets: [
    {
      refId: 'A',
      datasource: SOURCE,
      expr,
      legendFormat: by.map((label) => `{{${label}}}`).join(' ') || title,
    },
  ],
})
