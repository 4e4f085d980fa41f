// A panel of coloured cells: rows and columns with names, a value from 0 to 1 in each cell.
import { element, ink, text, widthOf } from './svg.ts'

export interface HeatPanel {
  type: 'heat'
  title: string
  columns: readonly string[]
  rows: readonly { name: string; values: readonly number[] }[]
  /** What the columns are. */
  label: string
}

const cellHeight = 30

/** The marks of a panel from `top` on, and how high it is. */
export function drawHeat({ title, columns, rows, label }: HeatPanel, width: number, top: number): { marks: string; height: number } {
  const left = Math.min(260, Math.max(...rows.map(({ name }) => widthOf(name))) + 36)
  const cell = (width - 24 - left) / columns.length
  const first = top + 34
  const bottom = first + rows.length * cellHeight
  const marks = rows.flatMap(({ name, values }, row) => {
    const y = first + row * cellHeight
    return [
      text(left - 10, y + cellHeight / 2 + 4, name, { anchor: 'end' }),
      ...values.map((value, column) => {
        const shade = Math.min(1, Math.max(0, value))
        return element('rect', { x: left + column * cell + 1, y: y + 1, width: cell - 2, height: cellHeight - 2, rx: 2, fill: mixed(shade) }) +
          text(left + (column + 0.5) * cell, y + cellHeight / 2 + 4, value.toFixed(2), { anchor: 'middle', fill: shade > 0.55 ? ink.card : ink.text })
      }),
    ]
  })
  return {
    marks: [
      text(24, top + 16, title, { size: 13, weight: 600 }),
      ...marks,
      ...columns.map((name, column) => text(left + (column + 0.5) * cell, bottom + 16, name, { anchor: 'middle', fill: ink.muted })),
      text((left + width - 24) / 2, bottom + 33, label, { anchor: 'middle', fill: ink.muted }),
    ].join('\n'),
    height: bottom + 46 - top,
  }
}

// From the card's band to blue.
function mixed(shade: number): string {
  const [from, to] = [[238, 234, 226], [31, 111, 178]] as const
  return `#${from.map((value, index) => Math.round(value + (to[index]! - value) * shade).toString(16).padStart(2, '0')).join('')}`
}
