// A figure as one SVG file: a title and panels below one another, readable at 720 pixels on light and dark pages.
import { drawBars, type BarPanel } from './bars.ts'
import { drawHeat, type HeatPanel } from './heat.ts'
import { drawLines, type LinePanel } from './lines.ts'
import { element, escape, ink, px, text } from './svg.ts'

export interface Plot {
  title: string
  /** One line below the title: what was done. */
  subtitle: string
  panels: readonly (LinePanel | BarPanel | HeatPanel)[]
}

const width = 720
const fonts = "system-ui, -apple-system, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"

/** The figure as a standalone SVG document. */
export function drawPlot({ title, subtitle, panels }: Plot): string {
  const marks = [text(24, 34, title, { size: 17, weight: 700 }), text(24, 54, subtitle, { size: 12, fill: ink.muted })]
  let top = 70
  for (const panel of panels) {
    const drawn = panel.type === 'lines' ? drawLines(panel, width, top) : panel.type === 'bars' ? drawBars(panel, width, top) : drawHeat(panel, width, top)
    marks.push(drawn.marks)
    top += drawn.height + 10
  }
  const card = element('rect', { x: 0.5, y: 0.5, width: width - 1, height: top - 1, rx: 8, fill: ink.card, stroke: ink.border })
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${px(top)}" width="${width}" height="${px(top)}" ` +
    `font-family="${escape(fonts)}" role="img">\n` +
    `<title>${escape(title)}</title>\n${card}\n${marks.join('\n')}\n</svg>\n`
  )
}
