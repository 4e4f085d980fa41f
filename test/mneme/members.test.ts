// Lists over many sessions: sleep notes what is named of each class, and questions for all of a class read it.
import { describe, expect, it } from 'vitest'
import { Mneme } from 'mneme'

const start = Date.UTC(2026, 1, 2, 9)

const said = [
  'We had three rainy days in Lisbon and I loved every one',
  'My sister paid for the weekend in Oslo, it was freezing',
  'The dentist says it can wait until summer',
  'I finally got back to the cello after work',
  'The heating in the flat is broken again',
  'Next stop Osaka, the tickets came this morning',
]

async function lived(config = {}): Promise<Mneme> {
  let now = start
  const memory = await Mneme.open({ clock: () => now, timeZone: 'UTC', config })
  for (const [at, text] of said.entries()) {
    now = start + at * 5 * 86_400_000
    await memory.observe({ id: `s${at}`, text })
    for (let other = 0; other < 8; other++) await memory.observe({ id: `o${at}.${other}`, text: `Number ${at * 8 + other}: the report is due, the bins go out, the kids are loud` })
    await memory.endSession()
  }
  return memory
}

const named = async (memory: Mneme): Promise<Record<string, number>> => {
  const hits = await memory.recall('Which cities have I been to?', { k: 3 })
  return Object.fromEntries(hits.flatMap(({ sourceIds, parts }) => sourceIds.map(id => [id, parts.members])))
}

describe('members of classes', () => {
  it('are told with their turns, machines\' words left out', async () => {
    const memory = await lived()
    await memory.observe({ text: 'Have you thought of Prague?', speaker: 'assistant' })
    await memory.endSession()
    expect(memory.members('cities').map(({ member, turnIds }) => [member, turnIds])).toEqual([['lisbon', ['s0']], ['osaka', ['s5']], ['oslo', ['s1']]])
    expect(memory.members('instruments').map(({ member }) => member)).toEqual(['cello'])
    expect(memory.members('nonsense')).toEqual([])
  })

  it('are found by a question for all of a class though they share no word with it; not where aggregation is off', async () => {
    const found = await named(await lived())
    expect(Object.keys(found).toSorted((a, b) => a.localeCompare(b))).toEqual(['s0', 's1', 's5'])
    expect(Math.min(...Object.values(found))).toBeGreaterThan(1)
    expect(Math.max(...Object.values(await named(await lived({ aggregate: { enabled: false } }))))).toBe(0)
  })

  it('come back from bytes, and go with their turn', async () => {
    const memory = await lived()
    const again = await Mneme.fromBytes(memory.toBytes(), { clock: () => start, timeZone: 'UTC' })
    expect(again.members('town')).toEqual(memory.members('city'))
    await again.forget('s1')
    expect(again.members('city').map(({ member }) => member)).toEqual(['lisbon', 'osaka'])
    expect(Buffer.from(again.toBytes()).includes('oslo')).toBe(false)
  })
})
