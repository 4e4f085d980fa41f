// Templates of text: {slot}, (one|of|these) and [perhaps this], nested; and the frames that they can become.
import type { Random } from 'mneme'

/** A piece of a template: literal text, a slot by name, or one of several sequences ('' among them for what is optional). */
type Piece = { text: string } | { slot: string } | { choices: Piece[][] }

export type Template = Piece[]

const parsed = new Map<string, Template>()

/** Reads a template. Throws SyntaxError at a bracket without its other half. */
export function parseTemplate(source: string): Template {
  const known = parsed.get(source)
  if (known) return known
  let at = 0
  const sequence = (end: string): Piece[] => {
    const pieces: Piece[] = []
    let text = ''
    const flush = (): void => {
      if (text !== '') pieces.push({ text })
      text = ''
    }
    for (; at < source.length && !end.includes(source[at]!); at++) {
      const sign = source[at]!
      if (sign === '{') {
        flush()
        const close = source.indexOf('}', at)
        if (close < 0) throw broken('}')
        pieces.push({ slot: source.slice(at + 1, close) })
        at = close
      } else if (sign === '(') {
        flush()
        const choices: Piece[][] = []
        do {
          at++
          choices.push(sequence('|)'))
        } while (source[at] === '|')
        if (source[at] !== ')') throw broken(')')
        pieces.push({ choices })
      } else if (sign === '[') {
        flush()
        at++
        const inner = sequence(']')
        if (source[at] !== ']') throw broken(']')
        pieces.push({ choices: [[], inner] })
      } else text += sign
    }
    flush()
    return pieces
  }
  const broken = (sign: string): SyntaxError => new SyntaxError(`template: expected "${sign}" in "${source}"; close what is open`)
  const template = sequence('')
  parsed.set(source, template)
  return template
}

/** Names of the slots of a template, each once. */
export function slotsOf(template: Template): string[] {
  const names = template.flatMap(piece => ('slot' in piece ? [piece.slot] : 'choices' in piece ? piece.choices.flatMap(slotsOf) : []))
  return [...new Set(names)]
}

/** One text of a template. A slot that begins a sentence begins with a capital letter, one after an article or "my" has none of its own. */
export function expand(template: Template, random: Random, fill: (slot: string) => string): string {
  let text = ''
  /** Length of the text when its last possessive ended. */
  let owned = -2
  const write = (pieces: Template): void => {
    for (const piece of pieces) {
      if ('text' in piece) text += piece.text
      else if ('choices' in piece) write(random.pick(piece.choices))
      else {
        let value = fill(piece.slot)
        if (owned === text.length - 1 || /\b(a|an|the|my|your) $/i.test(text)) value = value.replace(/^(a|an|the) /, '')
        text += /(^|[.!?]\s+)$/.test(text) ? capitalise(value) : value
        if (piece.slot === 'my') owned = text.length
      }
    }
  }
  write(template)
  return text.replace(/\b([Aa]) (?=[aeio]\p{L})/gu, '$1n ')
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Every sentence that a template can become, slots as "_", lower case, without punctuation; those of slots alone left out. */
export function framesOf(template: Template): Set<string> {
  const texts = (pieces: Template): string[] =>
    pieces.reduce<string[]>((heads, piece) => {
      const tails = 'text' in piece ? [piece.text] : 'slot' in piece ? ['_'] : piece.choices.flatMap(texts)
      return heads.flatMap(head => tails.map(tail => head + tail))
    }, [''])
  const sentences = texts(template).flatMap(text => text.split(/[.!?:;]+/))
  const frames = sentences.map(sentence => (sentence.toLowerCase().match(/[\p{L}\p{N}]+|_/gu) ?? []).join(' '))
  return new Set(frames.filter(frame => /[^_ ]/.test(frame)))
}
