import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LexicalIndex } from '../../src/lexical/lexical.ts'
import { passages } from '../../src/lexical/passages.ts'
import { terms } from '../../src/encode/terms.ts'
import { createRandom } from '../../src/random.ts'

const vocabulary = ['paris', 'lyon', 'peanut', 'guitar', 'train', 'sister', 'garden', 'running', 'coffee', 'window']
const documents = fc.array(fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 20 })

function query(text: string): string[] {
  return [...new Set(terms(text))]
}

function indexed(texts: readonly string[], conversation: (index: number) => number = index => index): LexicalIndex {
  const index = new LexicalIndex()
  texts.forEach((text, turn) => index.add(text, turn, conversation(turn)))
  return index
}

/** The 20 largest scores of a search. */
function best({ scores, touched, count }: ReturnType<LexicalIndex['search']>): number[] {
  return Array.from(touched.subarray(0, count), document => scores[document]!).sort((a, b) => b - a).slice(0, 20)
}

// BM25 straight from its formula, with k1 = 0.9 and b = 0.2.
function reference(texts: readonly string[], question: string): number[] {
  const bags = texts.map(terms)
  const mean = bags.reduce((sum, bag) => sum + bag.length, 0) / bags.length
  return bags.map(bag => query(question).reduce((score, term) => {
    const found = bags.filter(other => other.includes(term)).length
    if (found === 0) return score
    const count = bag.filter(word => word === term).length
    const idf = Math.log(1 + (bags.length - found + 0.5) / (found + 0.5))
    return score + idf * 1.9 * count / (count + 0.9 * (0.8 + 0.2 * bag.length / mean))
  }, 0))
}

describe('LexicalIndex', () => {
  it('scores as the BM25 formula does, when neighbours do not count', () => {
    fc.assert(fc.property(documents, fc.constantFrom(...vocabulary), fc.constantFrom(...vocabulary), (bags, first, second) => {
      const texts = bags.map(bag => bag.join(' '))
      const { scores } = indexed(texts).search(query(`${first} ${second}`), false)
      const expected = reference(texts, `${first} ${second}`)
      expected.forEach((value, document) => expect(scores[document]).toBeCloseTo(value, 4))
    }), { seed: 1 })
  })

  it('finds the best few as it does among all, with their scores', () => {
    const random = createRandom(4)
    // Rare words and words that nearly every passage has, in conversations of any length.
    const words = Array.from({ length: 60 }, (_, rank) => `w${'x'.repeat(rank % 7)}${rank}`)
    const texts = Array.from({ length: 4000 }, () => Array.from({ length: 1 + random.integer(12) }, () => words[Math.floor(60 * random.next() ** 3)]!).join(' '))
    const index = indexed(texts, turn => Math.floor(turn / 30))
    for (let removed = 0; removed < 4000; removed += 7) index.remove(removed, texts[removed]!)
    let pruned = 0
    for (let round = 0; round < 60; round++) {
      const asked = Array.from({ length: 1 + random.integer(6) }, () => random.pick(words)).flatMap(terms)
      const neighbours = round % 2 === 0
      const all = best(index.search(asked, neighbours))
      const few = index.search(asked, neighbours, 20)
      pruned += Number(few.pruned)
      best(few).forEach((score, place) => expect(score).toBeCloseTo(all[place]!, 4))
      expect(best(few)).toHaveLength(all.length)
    }
    expect(pruned).toBeGreaterThan(5)
  })

  it('counts a word of the turn before more than one of the turn after, and nothing across conversations', () => {
    const texts = ['the garden', 'quiet today', 'a train', 'quiet again', 'the garden']
    const { scores } = indexed(texts, turn => (turn < 3 ? 1 : 2)).search(query('garden'), true)
    expect(scores[1]).toBeGreaterThan(scores[2]!)
    expect(scores[3]).toBeLessThan(scores[1]!)
    expect(scores[3]).toBeGreaterThan(0)
    expect(scores[0]).toBeGreaterThan(scores[1]!)
    const alone = indexed(texts).search(query('garden'), true).scores
    expect([alone[1], alone[2], alone[3]]).toEqual([0, 0, 0])
  })

  it('is the same after pack and unpack, and goes on growing', () => {
    fc.assert(fc.property(documents, documents, fc.constantFrom(...vocabulary), (first, second, word) => {
      const index = indexed(first.map(bag => bag.join(' ')), () => 1)
      const copy = LexicalIndex.unpack(structuredClone(index.pack()))
      for (const grown of [index, copy]) second.forEach((bag, turn) => grown.add(bag.join(' '), first.length + turn, 1))
      expect(copy.search(query(word), true).scores).toEqual(index.search(query(word), true).scores)
    }), { seed: 2, numRuns: 50 })
  })

  it('forgets a removed passage and counts the rest as if it had never been', () => {
    const texts = ['peanut garden', 'guitar lesson', 'peanut train']
    const index = indexed(texts)
    index.remove(0, texts[0]!)
    const left = indexed(texts.slice(1))
    expect(index.search(query('peanut'), false).scores[0]).toBe(0)
    expect(index.idf('peanut')).toBeCloseTo(left.idf('peanut'), 6)
    expect(index.search(query('peanut'), false).scores[2]).toBeCloseTo(left.search(query('peanut'), false).scores[1]!, 5)
  })

  it('knows a document by all of its terms, and one without terms by having none', () => {
    const index = indexed(['peanut garden peanut', 'garden', 'it is what it is'])
    expect([index.holds(0, 'Peanut garden, peanut!'), index.holds(0, 'garden'), index.holds(1, 'the gardens')]).toEqual([true, false, true])
    expect([index.holds(2, 'what is it'), index.holds(1, 'what is it')]).toEqual([true, false])
  })

  it('finds the documents of a turn', () => {
    const index = new LexicalIndex()
    for (const turn of [0, 0, 0, 1, 2, 2]) index.add('garden', turn, 1)
    expect([0, 1, 2, 3].map(turn => index.documentsOf(turn))).toEqual([[0, 1, 2], [3], [4, 5], []])
  })
})

describe('terms', () => {
  it('stems, and drops words without a topic', () => {
    expect(terms('My sisters are running to the gardens!')).toEqual(['sister', 'run', 'garden'])
  })

  it('keeps numbers and other scripts', () => {
    expect(terms('Flight LH1234 on the 5th')).toContain('lh1234')
    expect(terms('Я люблю чай').length).toBeGreaterThan(0)
    expect(terms('我喜欢喝茶').length).toBeGreaterThan(0)
  })
})

describe('passages', () => {
  it('cuts scripts without spaces too, at their full stops', () => {
    const sentence = '我妹妹住在里斯本并且在一家小面包店工作。'
    const pieces = passages(sentence.repeat(20))
    expect(pieces.length).toBeGreaterThan(2)
    expect(pieces.join('')).toBe(sentence.repeat(20))
    expect(pieces.every(piece => piece.endsWith('。'))).toBe(true)
  })

  it('are exact pieces of at most 60 words that leave no word out', () => {
    const word = fc.constantFrom('so', 'we', 'walked', 'along', 'the', 'river.', 'Then', 'home!', 'ok')
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 400 }), words => {
      const text = words.join(' ')
      const pieces = passages(text)
      for (const piece of pieces) {
        expect(text).toContain(piece)
        expect(piece.split(/\s+/).length).toBeLessThanOrEqual(60)
      }
      expect(pieces.join(' ').split(/\s+/)).toEqual(words)
    }), { seed: 3 })
  })

  it('cut at the end of a sentence', () => {
    const sentence = 'We walked along the river for an hour and talked about the new house.'
    const pieces = passages(Array.from({ length: 12 }, () => sentence).join(' '))
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.every(piece => piece.endsWith('house.'))).toBe(true)
  })
})
