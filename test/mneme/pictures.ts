// What the tests of media share: pictures as bytes, and a toy encoder that puts bytes and words into one small space.
import type { MediaEncoder, MediaInput } from 'mneme'

/** Words of a few concepts, an axis each. */
const concepts = [
  ['architecture', 'diagram', 'boxes', 'arrows', 'services'],
  ['payment', 'payments', 'invoice', 'billing'],
  ['login', 'password', 'session'],
  ['dog', 'puppy', 'paws'],
  ['beach', 'sea', 'sand', 'waves'],
]

const others = 3

/** A unit vector of the concepts in some words; what it does not know lies on axes of its own. */
function vectorOf(words: string): Float32Array {
  const vector = new Float32Array(concepts.length + others)
  for (const word of words.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const axis = concepts.findIndex(known => known.includes(word))
    if (axis >= 0) vector[axis]! += 1
    else vector[concepts.length + (word.length % others)]! += 0.3
  }
  if (vector.every(value => value === 0)) vector[concepts.length] = 1
  const norm = Math.hypot(...vector)
  return vector.map(value => value / norm)
}

/** A picture: the words of what is to be seen are its pixels. */
export function picture(pixels: string): Uint8Array {
  return new TextEncoder().encode(`PNG ${pixels}`)
}

/** The encoder; counts the media that it was shown. */
export function toyEncoder(id = 'toy'): MediaEncoder & { shown: number } {
  const encoder = {
    id, dim: concepts.length + others, shown: 0,
    encode: (media: readonly Uint8Array[]) => {
      encoder.shown += media.length
      return Promise.resolve(media.map(bytes => vectorOf(new TextDecoder().decode(bytes).slice(4))))
    },
    encodeText: (texts: readonly string[]) => Promise.resolve(texts.map(vectorOf)),
  }
  return encoder
}

export const payments: Uint8Array = picture('boxes and arrows between services: billing sends an invoice')
export const login: Uint8Array = picture('boxes and arrows between services: password checks open a session')
export const holiday: Uint8Array = picture('a puppy with wet paws in the waves on the sand')

/** Three turns that say nothing of what they show. */
export const showing: readonly { id: string; text: string; media: MediaInput[] }[] = [
  { id: 'payments', text: 'Here is what I drew for Thursday', media: [{ bytes: payments, type: 'image/png', name: 'IMG_1.png' }] },
  { id: 'login', text: 'And this one is for the new colleague', media: [{ bytes: login, type: 'image/png', name: 'IMG_2.png' }] },
  { id: 'holiday', text: 'Look what I found on my phone', media: [{ bytes: holiday, type: 'image/jpeg', name: 'IMG_3.jpg' }] },
]
