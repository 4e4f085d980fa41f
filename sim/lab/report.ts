// What a simulation prints and writes: lines, aligned tables, a progress bar, JSONL records and a plot.
import { appendFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Settings } from './command.ts'
import type { Estimate } from './metrics.ts'
import { version } from './repository.ts'

const columns = 100

/** A column of a table; numbers stand right. */
export interface Column {
  title: string
  align?: 'left' | 'right'
}

/** Rows under their titles, each column as wide as its widest cell. */
export function table(head: readonly (string | Column)[], rows: readonly (readonly string[])[]): string {
  const shapes = head.map((column, index): Required<Column> => {
    const { title, align } = typeof column === 'string' ? { title: column, align: undefined } : column
    return { title, align: align ?? (index === 0 ? 'left' : 'right') }
  })
  const widths = shapes.map(({ title }, index) => Math.max(title.length, ...rows.map(row => row[index]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    shapes
      .map(({ align }, index) => {
        const cell = cells[index] ?? ''
        return align === 'left' ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!)
      })
      .join('  ')
      .trimEnd()
  const rule = '-'.repeat(
    Math.min(
      columns,
      widths.reduce((sum, width) => sum + width + 2, -2)
    )
  )
  return [line(shapes.map(({ title }) => title)), rule, ...rows.map(line)].join('\n')
}

/** A text cut to a width. */
export function short(text: string, width: number): string {
  const flat = text.replace(/\s+/g, ' ')
  return flat.length <= width ? flat : `${flat.slice(0, width - 1)}…`
}

/** A share as ".812". */
export function share(value: number): string {
  return value.toFixed(3).replace(/^(-?)0\./, '$1.')
}

/** A mean with its interval: ".812 [.790, .834]". */
export function interval({ mean, low, high }: Estimate): string {
  return `${share(mean)} [${share(low)}, ${share(high)}]`
}

/** One bar on standard error, drawn only for people and only when they wait. */
export class Progress {
  readonly #total: number
  readonly #started = performance.now()
  #shown = false

  constructor(total: number) {
    this.#total = total
  }

  update(done: number, what: string): void {
    if (!process.stderr.isTTY || performance.now() - this.#started < 2000) return
    const filled = Math.round((30 * done) / this.#total)
    const bar = '█'.repeat(filled) + '░'.repeat(30 - filled)
    process.stderr.write(`\r\u001B[K${bar} ${done}/${this.#total} ${short(what, 50)}`)
    this.#shown = true
  }

  end(): void {
    if (this.#shown) process.stderr.write('\r\u001B[K')
  }
}

/** The report of one run. */
/** What a simulation tells as it goes. */
export type Telling = Pick<Report, 'heading' | 'print' | 'record'>

/** Nobody listens. */
export const silence: Telling = { heading: () => undefined, print: () => undefined, record: () => undefined }

export class Report {
  readonly #settings: Settings
  readonly #file: string
  readonly #head: string
  #begun = false

  constructor(settings: Settings, encoderId: string) {
    this.#settings = settings
    const { name, out, seed, flags } = settings
    this.#file = join(out, `${name}.jsonl`)
    this.#head = JSON.stringify({ name, flags, seed, version, node: process.version, encoder: encoderId })
  }

  /** Prints lines; none prints an empty one. */
  print(...lines: readonly string[]): void {
    process.stdout.write(`${lines.join('\n')}\n`)
  }

  heading(title: string): void {
    this.print('', title, '='.repeat(title.length))
  }

  /** Adds a line to the JSONL file, at once: a run that is interrupted keeps what it found. */
  record(entry: object): void {
    this.#begin()
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`)
  }

  /** Writes the plot and, where asked for, prints the figures as the last line. */
  finish(figures: object, svg?: string): void {
    const { name, out, json } = this.#settings
    const plot = join(out, `${name}.svg`)
    this.#begin()
    if (svg !== undefined) writeFileSync(plot, svg)
    this.print('', `Records: ${relative('.', this.#file)}${svg === undefined ? '' : `   Plot: ${relative('.', plot)}`}`)
    if (json) this.print(JSON.stringify({ name, seed: this.#settings.seed, ...figures }))
  }

  #begin(): void {
    if (!this.#begun) writeFileSync(this.#file, `${this.#head}\n`)
    this.#begun = true
  }
}
