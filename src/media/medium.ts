// A medium: an image, a sound or any other bytes that a turn shows, known by their content hash. The bytes are kept nowhere.
import { MnemeError } from '../errors.ts'

/** A medium as one turn shows it. */
export interface ShownMedium {
  /** SHA-256 of the bytes in 64 hexadecimal digits, lower case. */
  hash: string
  /** MIME type, lower case. */
  type: string
  /** Number of bytes; null where only the hash is known. */
  size: number | null
  name: string | null
  caption: string | null
}

/** A unit vector [D] in the space of a media encoder. */
export interface MediaVector {
  /** Id of the encoder. */
  encoder: string
  values: Float32Array
}

/** SHA-256 of bytes (FIPS 180-4) in hexadecimal, by WebCrypto. Throws BACKEND_UNAVAILABLE where there is none: on a page without TLS. */
export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Typed as always there; pages that came over plain HTTP have none.
  const { subtle } = globalThis.crypto as Partial<Crypto>
  if (!subtle) {
    throw new MnemeError('BACKEND_UNAVAILABLE', 'media: expected WebCrypto to hash bytes, got none; serve the page over HTTPS, or pass the hash without bytes')
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return Array.from(digest, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** The words by which a medium is found; empty where it has no caption and no name. */
export function wordsOf({ caption, name }: Pick<ShownMedium, 'caption' | 'name'>): string {
  return [caption, name].filter(words => words !== null).join('\n')
}

const nouns: ReadonlySet<string> = new Set(['image', 'audio', 'video'])

/** A medium in a line of text: "[image: the payment service]". */
export function noteOf({ type, caption, name }: { type: string; caption?: string | null; name?: string | null }): string {
  const [top = ''] = type.split('/')
  const noun = nouns.has(top) ? top : 'file'
  const words = caption ?? name
  return words ? `[${noun}: ${words}]` : `[${noun}]`
}
