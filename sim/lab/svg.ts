// Marks of a drawing: elements, escaped text, colours that stay apart for colour-blind readers, and how wide text gets.

/** Ink on a light card: the card is drawn too, so that a dark page around it changes nothing. */
export const ink = { card: '#fcfbf9', border: '#d8d4cc', text: '#1d2430', muted: '#5a6272', grid: '#e6e2da', band: '#eeeae2' }

const palette = ['#1f6fb2', '#d1601f', '#2a8f5b', '#8a4fbf', '#b08900', '#c23b52', '#0d8a94', '#6b7280']

/** Colour of the n-th series. */
export function colour(index: number): string {
  return palette[index % palette.length]!
}

export function escape(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** A number as SVG wants it. Throws when it is none, so that no picture holds NaN. */
export function px(value: number): string {
  if (!Number.isFinite(value))
    throw new RangeError(`plot: expected a finite number, got ${value}; leave out points that have no value`)
  return String(Math.round(value * 10) / 10)
}

/** An element; numbers are rounded to a tenth of a pixel. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content = ''): string {
  const list = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? px(value) : escape(value)}"`)
    .join('')
  return content === '' ? `<${name}${list}/>` : `<${name}${list}>${content}</${name}>`
}

export interface TextStyle {
  size?: number
  fill?: string
  anchor?: 'start' | 'middle' | 'end'
  weight?: number
  /** Draws the card's colour around the letters, so that they stand out from lines. */
  halo?: boolean
}

export function text(
  x: number,
  y: number,
  content: string,
  { size = 11, fill = ink.text, anchor = 'start', weight = 400, halo = false }: TextStyle = {}
): string {
  const attributes = { x, y, 'font-size': size, fill, 'text-anchor': anchor, 'font-weight': weight }
  // Drawn twice rather than by paint-order, which several viewers do not know.
  const outline = { ...attributes, fill: 'none', stroke: ink.card, 'stroke-width': 3, 'stroke-linejoin': 'round' }
  return (halo ? element('text', outline, escape(content)) : '') + element('text', attributes, escape(content))
}

/** Width of a text in pixels, on the safe side. */
export function widthOf(content: string, size = 11): number {
  return content.length * size * 0.56
}

/** A key of the series in one row or more; returns its marks and its height. */
export function legend(
  names: readonly string[],
  left: number,
  top: number,
  right: number,
  dashes: readonly boolean[] = []
): { marks: string; height: number } {
  const marks: string[] = []
  let [x, y] = [left, top + 9]
  names.forEach((name, index) => {
    const width = 20 + widthOf(name) + 18
    if (x + width > right + 18 && x > left) {
      x = left
      y += 17
    }
    marks.push(
      dashes.length > 0
        ? element('path', {
            d: `M${px(x)} ${px(y - 4)}h14`,
            stroke: colour(index),
            'stroke-width': 2.2,
            'stroke-dasharray': dashes[index] ? '5 3' : 'none',
          })
        : element('rect', { x, y: y - 9, width: 12, height: 10, rx: 2, fill: colour(index) }),
      text(x + 19, y, name)
    )
    x += width
  })
  return { marks: marks.join(''), height: y - top + 8 }
}
