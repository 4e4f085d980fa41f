// A panel of lines over time: axes, shaded stretches, marked moments, and each line's name at its end.
import { scaleOf, type Axis, type Scale } from './axes.ts'
import { colour, element, ink, legend, px, text, widthOf } from './svg.ts'

interface Line {
  name: string
  points: readonly (readonly [x: number, y: number])[]
  dashed?: boolean
  /** A cross and the name at the last point: what it shows ended there. */
  ends?: boolean
}

export interface LinePanel {
  type: 'lines'
  title: string
  x: Axis
  y: Axis
  lines: readonly Line[]
  /** Names at the ends of the lines, or in a key above. @default 'ends' */
  names?: 'ends' | 'key'
  /** Shaded stretches of x. */
  bands?: readonly { from: number; to: number; label: string }[]
  /** Levels of y with a name. */
  levels?: readonly { value: number; label: string }[]
  height?: number
}

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

/** The marks of a panel from `top` on, and how high it is. */
export function drawLines(panel: LinePanel, width: number, top: number): { marks: string; height: number } {
  const { title, x, y, lines, names = 'ends', bands = [], levels = [], height = 300 } = panel
  const head = title === '' ? 10 : 34
  const key =
    names === 'key'
      ? legend(
          lines.map(line => line.name),
          58,
          top + head - 8,
          width - 24,
          lines.map(line => line.dashed === true)
        )
      : { marks: '', height: 0 }
  const room = names === 'ends' ? Math.min(210, Math.max(...lines.map(line => widthOf(line.name))) + 24) : 0
  const box: Box = { left: 58, right: width - 24 - room, top: top + head + key.height, bottom: top + height - 44 }
  const points = lines.flatMap(line => line.points)
  const across = scaleOf(
    x,
    points.map(([value]) => value),
    box.left,
    box.right
  )
  const up = scaleOf(y, [...points.map(([, value]) => value), ...levels.map(({ value }) => value)], box.bottom, box.top)
  const marks = [
    title === '' ? '' : text(24, top + 16, title, { size: 13, weight: 600 }),
    key.marks,
    ...bands.map(band => drawBand(band, across, box)),
    drawAxes(across, up, x, y, box),
    ...lines.map((line, index) => drawLine(line, colour(index), across, up)),
    ...levels.map(({ value, label }) => drawLevel(up.at(value), label, box)),
    ...bands.map(({ from, to, label }) =>
      text((across.at(from) + across.at(to)) / 2, (box.top + box.bottom) / 2, label, {
        fill: ink.muted,
        anchor: 'middle',
        halo: true,
      })
    ),
    names === 'ends' ? drawNames(lines, across, up, box) : '',
  ]
  return { marks: marks.join('\n'), height }
}

function drawBand({ from, to }: { from: number; to: number }, across: Scale, box: Box): string {
  const [left, right] = [across.at(from), across.at(to)]
  return element('rect', {
    x: left,
    y: box.top,
    width: Math.max(1, right - left),
    height: box.bottom - box.top,
    fill: ink.band,
  })
}

function drawLevel(y: number, label: string, box: Box): string {
  return (
    element('path', {
      d: `M${px(box.left)} ${px(y)}H${px(box.right)}`,
      stroke: ink.muted,
      'stroke-width': 1,
      'stroke-dasharray': '2 3',
    }) + text(box.right - 6, y - 4, label, { size: 10.5, fill: ink.muted, anchor: 'end', halo: true })
  )
}

function drawAxes(across: Scale, up: Scale, x: Axis, y: Axis, box: Box): string {
  const rows = up.ticks.map(({ value, label }) => {
    const at = up.at(value)
    return (
      element('path', { d: `M${px(box.left)} ${px(at)}H${px(box.right)}`, stroke: ink.grid, 'stroke-width': 1 }) +
      text(box.left - 7, at + 4, label, { fill: ink.muted, anchor: 'end' })
    )
  })
  const stops = across.ticks.map(({ value, label }) => {
    const at = across.at(value)
    return (
      element('path', { d: `M${px(at)} ${px(box.bottom)}v5`, stroke: ink.muted, 'stroke-width': 1 }) +
      text(at, box.bottom + 18, label, { fill: ink.muted, anchor: 'middle' })
    )
  })
  return [
    ...rows,
    ...stops,
    element('path', { d: `M${px(box.left)} ${px(box.bottom)}H${px(box.right)}`, stroke: ink.muted, 'stroke-width': 1 }),
    text((box.left + box.right) / 2, box.bottom + 35, x.label, { fill: ink.muted, anchor: 'middle' }),
    element(
      'g',
      { transform: `translate(18 ${px((box.top + box.bottom) / 2)}) rotate(-90)` },
      text(0, 0, y.label, { fill: ink.muted, anchor: 'middle' })
    ),
  ].join('')
}

function drawLine({ name, points, dashed, ends }: Line, stroke: string, across: Scale, up: Scale): string {
  if (points.length === 0) return ''
  const path = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${px(across.at(x))} ${px(up.at(y))}`).join('')
  const [x, y] = points.at(-1)!
  const end = ends
    ? element('path', { d: `M${px(across.at(x) - 4)} ${px(up.at(y) - 4)}l8 8m0 -8l-8 8`, stroke, 'stroke-width': 2 }) +
      text(across.at(x) + 9, up.at(y) - 7, name, { fill: stroke, weight: 600, halo: true })
    : ''
  return (
    element('path', {
      d: path,
      fill: 'none',
      stroke,
      'stroke-width': 2.2,
      'stroke-linejoin': 'round',
      'stroke-dasharray': dashed ? '5 3' : 'none',
    }) + end
  )
}

/** Names beside the ends of the lines, pushed apart where lines end together. */
function drawNames(lines: readonly Line[], across: Scale, up: Scale, box: Box): string {
  const gap = 15
  const labels = lines
    .flatMap(({ name, points, ends }, index) => {
      const [x, y] = points.at(-1) ?? [0, 0]
      return ends ? [] : [{ name, index, x: across.at(x), from: up.at(y), y: up.at(y) }]
    })
    .sort((a, b) => a.y - b.y)
  labels.forEach((label, index) => {
    label.y = Math.max(label.y, (labels[index - 1]?.y ?? -Infinity) + gap)
  })
  for (let index = labels.length - 1, limit = box.bottom; index >= 0; index--, limit -= gap)
    labels[index]!.y = Math.min(labels[index]!.y, limit)
  return labels
    .map(
      ({ name, index, x, from, y }) =>
        element('path', {
          d: `M${px(x + 3)} ${px(from)}L${px(box.right + 10)} ${px(y)}`,
          stroke: colour(index),
          'stroke-width': 1,
          opacity: '0.5',
          fill: 'none',
        }) + text(box.right + 14, y + 4, name, { fill: colour(index), weight: 600 })
    )
    .join('')
}
