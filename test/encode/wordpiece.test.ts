import { describe, expect, it } from 'vitest'
import { splitWords } from '../../src/encode/segment.ts'
import { WordPiece } from '../../src/encode/wordpiece.ts'

function words(text: string): string[] {
  return splitWords(text).map(word => word.text)
}

describe('splitWords', () => {
  it.each([
    ["I don't know.", ['i', 'don', "'", 't', 'know', '.']],
    ['Crème brûlée, 3.50€', ['creme', 'brulee', ',', '3', '.', '50', '€']],
    ['我喜欢喝茶', ['我', '喜欢', '喝茶']],
    ['Straße', ['straße']],
  ])('splits %s', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it('tells where each word stands', () => {
    expect(splitWords('a big dog').map(word => word.start)).toEqual([0, 2, 6])
    expect(splitWords('é big dog').map(word => word.start)).toEqual([0, 2, 6])
  })
})

describe('WordPiece', () => {
  const pieces = new WordPiece(['un', '##aff', '##able', 'a', '##ffa', 'able', 'un##'])

  it('takes the longest piece first', () => {
    expect(pieces.rows('unaffable')).toEqual([0, 1, 2])
    expect(pieces.rows('able')).toEqual([5])
  })

  it('gives nothing for a word that it cannot spell to the end', () => {
    expect(pieces.rows('unaffablex')).toEqual([])
    expect(pieces.rows('a'.repeat(100))).toEqual([])
  })
})

describe('splitWords', () => {
  it.each([
    ['It costs 3,000 or so', 'It costs 3,000 € or so'],
    ['call foo_bar or don\'t', 'call foo_bar or don\'t – really'],
  ])('cuts "%s" the same way whether the text is ASCII or not', (ascii, other) => {
    expect(words(other).filter(word => !['€', '–', 'really'].includes(word))).toEqual(words(ascii))
  })
})
