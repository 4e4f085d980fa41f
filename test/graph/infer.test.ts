// What follows, and what does not.
import { describe, expect, test } from 'vitest'
import { Graph } from '../../src/graph/graph.ts'
import { inferLinks } from '../../src/graph/infer.ts'
import { relationsAt } from '../../src/graph/world.ts'
import { concluded, graphOf } from '../extract/said.ts'

describe('conclusions', () => {
  test.each([
    ['grandparents', ['My mother Ines is well.', "Ines's father is Rui."], 'user grandfather rui'],
    ['aunts', ['My mother is Ines.', "Ines's sister is Bea."], 'user aunt bea'],
    ['nieces', ['My brother is Tom.', "Tom's daughter is Mia."], 'user niece mia'],
    ['in-laws', ['My wife is Lena.', "Lena's mother is Olga."], 'user mother_in_law olga'],
    ['brothers-in-law', ['My sister Dana is here.', "Dana's husband is Karim."], 'user brother_in_law karim'],
    ['cousins', ['My uncle Bo called.', "Bo's son is Per."], 'user cousin per'],
  ])('%s', (_, texts, expected) => {
    expect(concluded(...texts)).toContain(expected)
  })

  test('gender comes from the text: without it there is no aunt and no uncle', () => {
    const told = concluded('My mother is Ines.', "Ines's sibling is Kim.")
    expect(told.filter(line => line.startsWith('user aunt') || line.startsWith('user uncle'))).toEqual([])
  })

  test("a girlfriend's mother is no mother-in-law", () => {
    expect(concluded('My girlfriend is Lena.', "Lena's mother is Olga.").join()).not.toContain('in_law')
  })
})

test('a conclusion carries its proof, and goes with a premise', () => {
  const graph = graphOf('My sister Dana is here.', "Dana's husband is Karim.")
  const law = relationsAt(graph).find(({ relation }) => relation === 'brother_in_law')!
  expect(law).toMatchObject({ subject: 'user', object: 'karim', inferred: true, sources: [0, 1] })
  expect(law.proof).toHaveLength(2)
  graph.apply({ type: 'forget', ordinal: 1 })
  expect(relationsAt(graph).map(({ relation }) => relation)).not.toContain('brother_in_law')
  expect([...graph.names()]).not.toContain('karim')
})

test('no edge is invented: every link has a proof of facts that hold', () => {
  const graph = graphOf('My sister Dana and my brother Tom visited.', "Dana's son is Leo.", "Tom's wife Ana is a nurse.", 'My mother is Ines.')
  for (const { proof } of inferLinks(graph)) {
    expect(proof.length).toBeGreaterThan(0)
    for (const id of proof) expect(graph.fact(id)?.endedAt).toBeNull()
  }
})

test('a graph survives packing', () => {
  const graph = graphOf('My sister Dana and my friend Yun came over.', 'She works at Bosch.', 'My boss Alex is nice.', 'Alexander, my boss, called.')
  const again = Graph.unpack(structuredClone(graph.pack()))
  expect(again.pack()).toEqual(graph.pack())
  expect(relationsAt(again)).toEqual(relationsAt(graph))
})

test('a merge can be taken back', () => {
  const graph = graphOf('My boss is impossible.', 'Farah called.', 'My boss is Farah.')
  const before = relationsAt(graph).map(({ object }) => object)
  expect(before).toContain('farah')
  const merge = graph.merges.at(-1)!
  graph.apply({ type: 'unmerge', gone: merge.gone.id })
  expect(graph.entity(merge.gone.id)).toEqual(merge.gone)
})

test('as of a date, what was believed then', () => {
  const graph = graphOf('I live in Oslo.', 'We moved to Bergen.')
  expect(relationsAt(graph, 30_000).map(({ object }) => object)).toEqual(['oslo'])
  expect(relationsAt(graph).map(({ object }) => object)).toEqual(['bergen'])
})

test('who share a father may have two mothers', () => {
  const texts = ['My half-sister Ebba is here.', 'My mother is Siv.']
  expect(concluded(...texts).join()).not.toContain('mother')
  expect(concluded(...texts, 'My sister Ebba called.').join()).not.toContain('mother')
  expect(concluded('Olle and Ebba share a father.', "Ebba's mother is Siv.").join()).not.toContain('olle mother')
  expect(concluded('Olle and Ebba have the same parents.', "Ebba's mother is Siv.")).toContain('olle mother siv')
  expect(concluded('My half-sister is Ebba.', "Ebba's son is Nils.")).toContain('user nephew nils')
})
