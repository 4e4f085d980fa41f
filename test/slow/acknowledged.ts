// What a killed process had acknowledged, and whether a memory that was opened afterwards has it.
import type { Mneme } from 'mneme'

interface Turn {
  id: string
  text: string
}

/** A line of load.ts. */
export interface Line {
  begin?: string
  done?: string
  turns?: Turn[]
  gone?: Turn
  status?: { id: string; suppressed: boolean }
  uses?: { id: string; uses: number }[]
  ticks?: number
  session?: number
}

/** The sum of all acknowledgements so far. */
export class Acknowledged {
  readonly turns: Map<string, string> = new Map()
  readonly gone: Map<string, string> = new Map()
  readonly suppressed: Map<string, boolean> = new Map()
  readonly uses: Map<string, number> = new Map()
  readonly calls: Map<string, number> = new Map()
  ticks = 0
  session = 1
  /** The call that was cut off: it may have happened, or a part of it. */
  pending: Line | undefined

  add(line: Line): void {
    if (line.begin !== undefined) this.pending = line
    if (line.done === undefined) return
    this.pending = undefined
    this.calls.set(line.done, (this.calls.get(line.done) ?? 0) + 1)
    for (const { id, text } of line.turns ?? []) this.turns.set(id, text)
    if (line.gone) this.#forget(line.gone)
    if (line.status) this.suppressed.set(line.status.id, line.status.suppressed)
    for (const { id, uses } of line.uses ?? []) this.uses.set(id, uses)
    this.ticks += line.ticks ?? 0
    this.session = line.session ?? this.session
  }

  /** Everything that is not as it was acknowledged, in words. `files` is what lies on the disk. */
  missing(memory: Mneme, files: Buffer): string[] {
    const { pending } = this
    const cutOff = pending?.gone && !memory.get(pending.gone.id) ? pending.gone : undefined
    if (cutOff) this.#forget(cutOff)
    const wrong: string[] = []
    for (const [id, text] of this.turns) if (memory.get(id)?.text !== text) wrong.push(`${id}: ${text}`)
    for (const [id, text] of this.gone) {
      if (memory.get(id)) wrong.push(`${id} is back`)
      // Where forget was cut off between the renames, the old journal has the bytes until the memory is opened.
      if (id !== cutOff?.id && files.includes(houseOf(text))) wrong.push(`${id} is still on the disk: ${text}`)
    }
    for (const [id, suppressed] of this.suppressed) {
      const trace = memory.get(id)
      if (trace && pending?.status?.id !== id && (trace.status === 'suppressed') !== suppressed)
        wrong.push(`${id} is ${trace.status}`)
    }
    for (const [id, uses] of this.uses) {
      const trace = memory.get(id)
      if (trace && trace.uses < uses) wrong.push(`${id} has ${trace.uses} uses of ${uses}`)
    }
    const { tick, session } = memory.stats()
    if (tick < this.ticks - 1e-6 || tick > this.ticks + (pending?.ticks ?? 0) + 1e-6)
      wrong.push(`tick ${tick}, ${this.ticks} acknowledged`)
    const late = pending?.begin === 'endSession' ? 1 : 0
    if (session < this.session || session > this.session + late) wrong.push(`session ${session}, ${this.session} acknowledged`)
    // From here on, what was found is the truth.
    this.ticks = tick
    this.session = session
    for (const id of this.suppressed.keys()) this.suppressed.set(id, memory.get(id)?.status === 'suppressed')
    this.pending = undefined
    return wrong
  }

  #forget({ id, text }: Turn): void {
    this.turns.delete(id)
    this.gone.set(id, text)
  }
}

function houseOf(text: string): string {
  return /q\d+z/.exec(text)?.[0] ?? text
}
