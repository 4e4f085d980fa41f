// The written scenarios of ways of working, as the fits read them: what states a procedure, what calls for it and what does not.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One line of a conversation. */
export interface ScenarioTurn {
  session: number
  speaker: 'user' | 'assistant'
  text: string
}

/** A conversation in which a way of working is taught or shows itself. */
export interface Scenario {
  id: string
  taught: boolean
  turns: ScenarioTurn[]
  instruction: string
  anchor: string[]
  fires: string[]
  silent: string[]
  /** Number of its file: a fit is judged on files that it has not seen. */
  voice: number
}

/** Every scenario of a folder. */
export function readScenarios(folder: string): Scenario[] {
  return readdirSync(folder).filter(file => file.endsWith('.json')).sort()
    .flatMap((file, voice) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Scenario, 'voice'>[]).map(scenario => ({ ...scenario, voice })))
}

/** True for a turn that states the way of working. */
export function states({ anchor }: Scenario, { speaker, text }: ScenarioTurn): boolean {
  return speaker === 'user' && anchor.some(piece => text.toLowerCase().includes(piece))
}

/** The turns that state a scenario's way of working, and the requests that they were about, where nobody taught it. */
export function sourcesOf(scenario: Scenario): { stated: string[]; requests: string[] } {
  const places = scenario.turns.flatMap((turn, at) => (states(scenario, turn) ? [at] : []))
  const requests = scenario.taught ? [] : places.flatMap(place => {
    const before = scenario.turns.slice(0, place).findLast(({ speaker, session }) => speaker === 'user' && session === scenario.turns[place]!.session)
    return before ? [before.text] : []
  })
  return { stated: places.map(place => scenario.turns[place]!.text), requests }
}
