/** Renders what was measured; a ratio says more than a rate of one machine. */

/** Columns under one another, the first to the left. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  const pad = (cell: string, at: number): string =>
    at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)
  return lines.map((line) => line.map(pad).join('  ')).join('\n')
}

/** The value below which the share `p` of the sorted `values` lies (nearest rank). */
export const percentile = (values: readonly number[], p: number): number =>
  values[Math.max(0, Math.ceil(p * values.length) - 1)] ?? Number.NaN
