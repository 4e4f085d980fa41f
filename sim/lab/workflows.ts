// Scenarios in which somebody makes a way of working known, as histories whose questions are the messages that call for it.
import type { History } from './histories.ts'
import { readSuite } from './suites.ts'

interface Scenario {
  id: string
  taught: boolean
  turns: { session: number; speaker: string; text: string }[]
  /** Pieces of text, in lower case, of the turns that say what is to be done. */
  anchor: string[]
  /** Later messages in which it is to be done. */
  fires: string[]
}

const day = 86_400_000
/** When the first session begins: a Monday. */
const start = Date.UTC(2026, 0, 5, 9)

/** The scenarios of a suite: a session a day, the evidence being what the user said that is to be done. */
export function readWorkflows(name: string): History[] {
  return readSuite<Scenario>(name).map(({ id, taught, turns, anchor, fires }) => {
    const numbered = turns.map((turn, index) => ({ ...turn, id: `${id}:${index}` }))
    const evidence = numbered.filter(({ speaker, text }) => speaker === 'user' && anchor.some(piece => text.toLowerCase().includes(piece))).map(turn => turn.id)
    const sessions = [...new Set(turns.map(({ session }) => session))].toSorted((a, b) => a - b)
    return {
      id, speakers: ['user', 'assistant'],
      sessions: sessions.map(number => ({ at: start + number * day, turns: numbered.filter(({ session }) => session === number) })),
      questions: evidence.length === 0 ? [] : fires.map(question => ({ category: taught ? 'taught' : 'shown', question, evidence })),
    }
  })
}
