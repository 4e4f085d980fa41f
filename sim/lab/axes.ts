// Scales from values to pixels, with ticks at round numbers.

/** One axis of a panel. */
export interface Axis {
  /** What is shown, with its unit: "days since the first session". */
  label: string
  log?: boolean
  /** @default the least value shown, or 0 for bars */
  min?: number
  /** @default the largest value shown */
  max?: number
  /** How a tick reads. @default the shortest exact form */
  format?: (value: number) => string
}

export interface Scale {
  /** Pixel of a value; values beyond the ends stand at the ends. */
  at: (value: number) => number
  ticks: { value: number; label: string }[]
}

/** A scale over the axis' range, or over `values` where the axis leaves an end open; it ends at a tick where it is free to. */
export function scaleOf(axis: Axis, values: readonly number[], from: number, to: number): Scale {
  const finite = values.filter(value => Number.isFinite(value) && (!axis.log || value > 0))
  const least = axis.min ?? Math.min(...finite, axis.log ? 1 : 0)
  const most = axis.max ?? Math.max(...finite, axis.log ? 1 : 0)
  const ticks = axis.log ? logTicks(least, most) : linearTicks(least, most === least ? least + 1 : most)
  const low = axis.min ?? Math.min(least, ticks[0] ?? least)
  const high = axis.max ?? Math.max(most, ticks.at(-1) ?? most)
  const place = axis.log ? Math.log : (value: number): number => value
  const span = place(high) - place(low) || 1
  return {
    at: value => from + ((to - from) * (place(Math.min(high, Math.max(low, value))) - place(low))) / span,
    ticks: ticks
      .filter(value => value >= low - span * 1e-9 && value <= high + span * 1e-9)
      .map(value => ({ value, label: axis.format ? axis.format(value) : tickLabel(value) })),
  }
}

/** About five ticks at steps of 1, 2 or 5 times a power of ten, the first at or below `least`, the last at or above `most`. */
export function linearTicks(least: number, most: number): number[] {
  const rough = (most - least) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find(factor => factor * power >= rough * 0.999) ?? 10)
  const first = Math.floor(least / step + 1e-9)
  const last = Math.ceil(most / step - 1e-9)
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

/** Powers of ten around a range; with less than two decades also their doubles and fives. */
export function logTicks(least: number, most: number): number[] {
  const first = Math.floor(Math.log10(least) + 1e-9)
  const last = Math.ceil(Math.log10(most) - 1e-9)
  const factors = last - first > 2 ? [1] : [1, 2, 5]
  return Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index))
    .flatMap(power => factors.map(factor => Number((factor * power).toPrecision(6))))
    .filter(value => value <= 10 ** last)
}

function tickLabel(value: number): string {
  return Math.abs(value) >= 10_000 ? value.toLocaleString('en-US') : String(value)
}
