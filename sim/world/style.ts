// What haste does to a message: lower case, short forms, typos, missing stops, an emoji.
import type { Random } from 'mneme'
import type { Style } from './person.ts'

const shortForms: Readonly<Record<string, string>> = {
  you: 'u', are: 'r', because: 'bc', though: 'tho', people: 'ppl', please: 'pls', with: 'w', tomorrow: 'tmrw', thanks: 'thx', 'going to': 'gonna',
  okay: 'ok', about: 'abt', really: 'rly', tonight: 'tonite', something: 'smth', probably: 'prob',
}
const emoji = ['😅', '🙈', '😭', '🙃', '❤️', '😂', '🤷', '🥲', '👀', '✨', '😤', '🫠']

/** A message as somebody writes it. */
export function write(text: string, style: Style, random: Random): string {
  let written = text
  if (style.short > 0) {
    written = written.replace(/\b[a-z]+\b(?!')/g, word => {
      const form = shortForms[word]
      return form !== undefined && random.next() < style.short ? form : word
    })
  }
  if (style.typos > 0) written = written.replace(/(?<![\p{L}'])\p{Ll}{5,}(?![\p{L}'])/gu, word => (random.next() < style.typos ? slip(word, random) : word))
  if (style.bare > 0 && random.next() < style.bare) written = written.replace(/(?<=\p{L})'(?=\p{L})/gu, '')
  if (style.lower) written = written.toLowerCase()
  if (random.next() < style.open) written = written.replace(/\.$/, '')
  if (random.next() < style.emoji && !/\p{Extended_Pictographic}$/u.test(written)) written = `${written} ${random.pick(emoji)}`
  return written
}

/** Two letters change places, one is lost or one comes twice. */
function slip(word: string, random: Random): string {
  const at = 1 + random.integer(word.length - 2)
  const [before, here, next, after] = [word.slice(0, at), word[at]!, word[at + 1] ?? '', word.slice(at + 2)]
  return random.pick([before + next + here + after, before + next + after, before + here + here + next + after])
}
