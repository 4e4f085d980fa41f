// The graph through the facade: it is built by observing, saved, recalled with, and forgotten.
import { expect, test } from 'vitest'
import { Mneme } from 'mneme'
import { freshPath } from './memory.ts'

const told = (memory: Mneme): string[] => memory.graph.relations().map(({ subject, relation, object }) => `${subject} ${relation} ${object}`)

async function family(path?: string): Promise<Mneme> {
  const memory = await Mneme.open({ timeZone: 'UTC', ...(path !== undefined && { path }) })
  await memory.observe('My sister Dana visited with her husband Karim.', 'How nice!')
  await memory.observe('He mends church organs for a living, of all things.')
  await memory.observe('The parking garage was full again.')
  return memory
}

test('relations have the ids of their turns, and who is who is answered', async () => {
  const memory = await family()
  const husband = memory.graph.relations().find(({ relation }) => relation === 'husband')
  expect(husband).toMatchObject({ subject: 'dana', object: 'karim', inferred: false, sources: ['t1'] })
  const law = memory.graph.relations().find(({ relation }) => relation === 'brother_in_law')
  expect(law).toMatchObject({ subject: 'user', object: 'karim', inferred: true })
  expect(law!.proof).toHaveLength(2)
  const [dana] = memory.graph.query('Who is Dana?')
  expect(dana).toMatchObject({ name: 'dana', summary: "Dana: user's sister, Karim's wife" })
})

test('a trace that shares no word is found through the graph', async () => {
  const memory = await family()
  const question = "What does my sister's husband do?"
  const hits = await memory.recall(question)
  const hit = hits.slice(0, 2).find(({ text }) => text.includes('church organs'))
  expect(hit?.parts.graph).toBeGreaterThan(0)
})

test('a context tells who is meant, within its share of the budget', async () => {
  const memory = await family()
  const { context, tokens } = await memory.process("What does my sister's husband do?", { budgetTokens: 300 })
  expect(context.split('\n')[1]).toBe("* Karim: Dana's husband, user's brother-in-law, is a church organ mender")
  expect(tokens.context).toBeLessThanOrEqual(300)
  expect((await memory.process('Who is Dana?', { budgetTokens: 30 })).context).not.toContain('* ')
})

test('survives a save, a crash and an export', async () => {
  const path = freshPath()
  const memory = await family(path)
  const expected = told(memory)
  const copy = await Mneme.fromBytes(memory.toBytes())
  expect(told(copy)).toEqual(expected)
  await memory.close()
  const again = await Mneme.open({ path })
  expect(told(again)).toEqual(expected)
  await again.save()
  await again.close()
  const saved = await Mneme.open({ path })
  expect(told(saved)).toEqual(expected)
  await saved.close()
})

test('forgetting a turn forgets whom it alone spoke of', async () => {
  const memory = await family()
  await memory.forget('t1')
  expect(told(memory).filter(line => !line.startsWith('karim') && line.includes('karim'))).toEqual([])
  expect(told(memory).join()).not.toContain('dana')
})

test('the summary keeps its budget and spares what the raw text costs', async () => {
  const memory = await family()
  const summary = memory.graph.worldSummary({ budgetTokens: 50 })
  expect(summary.split('\n')).toEqual(["Karim: Dana's husband, user's brother-in-law, is a church organ mender", "Dana: user's sister, Karim's wife"])
  expect(memory.graph.worldSummary({ budgetTokens: 0 })).toBe('')
})

test('without it nothing is read', async () => {
  const memory = await Mneme.open({ config: { graph: { enabled: false } } })
  await memory.observe('My sister Dana visited.')
  expect(memory.graph.relations()).toEqual([])
})
