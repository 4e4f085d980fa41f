// A panel of horizontal bars in groups, with whiskers for intervals and the value at the end of each bar.
import { scaleOf, type Axis, type Scale } from './axes.ts'
import { colour, element, ink, legend, px, text, widthOf } from './svg.ts'

interface Bar {
  value: number
  low?: number
  high?: number
  /** What stands at its end. @default the value with two digits */
  label?: string
}

export interface BarPanel {
  type: 'bars'
  title: string
  axis: Axis
  /** Names of the bars of a group, in order; one name draws no key. */
  series: readonly string[]
  groups: readonly { name: string; bars: readonly Bar[] }[]
}

const thick = 13
const between = 3
const apart = 12

/** The marks of a panel from `top` on, and how high it is. */
export function drawBars(
  { title, axis, series, groups }: BarPanel,
  width: number,
  top: number
): { marks: string; height: number } {
  const left = Math.min(230, Math.max(...groups.map(({ name }) => widthOf(name))) + 36)
  const right = width - 70
  const key = series.length > 1 ? legend(series, left, top + 26, width - 24) : { marks: '', height: 0 }
  const first = top + 34 + key.height
  const bars = groups.flatMap(group => group.bars)
  const scale = scaleOf(
    axis,
    bars.flatMap(({ value, low = value, high = value }) => [value, low, high]),
    left,
    right
  )
  const marks: string[] = []
  let y = first
  for (const { name, bars: own } of groups) {
    const high = own.length * (thick + between) - between
    marks.push(text(left - 10, y + high / 2 + 4, name, { anchor: 'end' }))
    own.forEach((bar, index) => marks.push(drawBar(bar, colour(index), scale, y + index * (thick + between))))
    y += high + apart
  }
  const bottom = y - apart + 8
  const grid = scale.ticks.map(
    ({ value, label }) =>
      element('path', {
        d: `M${px(scale.at(value))} ${px(first - 6)}V${px(bottom)}`,
        stroke: value === 0 ? ink.muted : ink.grid,
        'stroke-width': 1,
      }) + text(scale.at(value), bottom + 15, label, { fill: ink.muted, anchor: 'middle' })
  )
  return {
    marks: [
      text(24, top + 16, title, { size: 13, weight: 600 }),
      key.marks,
      ...grid,
      ...marks,
      text((left + right) / 2, bottom + 32, axis.label, { fill: ink.muted, anchor: 'middle' }),
    ].join('\n'),
    height: bottom + 46 - top,
  }
}

function drawBar({ value, low, high, label }: Bar, fill: string, { at }: Scale, y: number): string {
  const [zero, end] = [at(0), at(value)]
  const middle = y + thick / 2
  const whisker =
    low === undefined || high === undefined
      ? ''
      : element('path', {
          d: `M${px(at(low))} ${px(middle)}H${px(at(high))}m0 -3v6M${px(at(low))} ${px(middle - 3)}v6`,
          stroke: ink.text,
          'stroke-width': 1.1,
          opacity: '0.75',
          fill: 'none',
        })
  const beyond = Math.max(end, high === undefined ? end : at(high), zero)
  return (
    element('rect', { x: Math.min(zero, end), y, width: Math.abs(end - zero), height: thick, rx: 2, fill }) +
    whisker +
    text(beyond + 6, middle + 4, label ?? value.toFixed(2), { size: 10.5, fill: ink.muted, halo: true })
  )
}
