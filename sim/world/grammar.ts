// The grammar of one half: what its families, talk, threads, tasks and fillers say, read from the text files.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { worldFolder } from '../lab/repository.ts'

/** A world is made of one half of the grammar alone: learned on one, tested on the other. */
export type Half = 'taught' | 'held'

/** Lines of text by what they are for: say, ask, heard, ... */
export type Lines = Readonly<Record<string, readonly string[]>>

/** What may stand in a slot, and another word for it that a question may use. */
export interface Filler {
  value: string
  alias?: string
}

/** A line of talk between two, a first. */
interface ThreadLine {
  side: 'a' | 'b'
  text: string
}

export interface Grammar {
  half: Half
  /** Templates of each family of facts. */
  families: Readonly<Record<string, Lines>>
  /** What holds talk between friends, and with an assistant, together. */
  friends: Lines
  assistant: Lines
  /** What announces a correction. */
  corrections: readonly string[]
  threads: readonly ThreadLine[][]
  stories: readonly string[]
  tasks: readonly Lines[]
  /** What is pasted, with its answer; no templates but {slots}. */
  pastes: readonly { say: string; reply: string }[]
  fillers: Readonly<Record<string, readonly Filler[]>>
}

const familyFiles = ['home', 'body', 'tastes', 'events', 'plans']
const grammars = new Map<Half, Grammar>()

/** The grammar of a half, read once. */
export function grammarOf(half: Half): Grammar {
  const known = grammars.get(half)
  if (known) return known
  const read = (file: string): string[] => readFileSync(join(worldFolder, half, `${file}.txt`), 'utf8').split('\n').filter(line => line !== '' && !line.startsWith('#'))
  const talk = blocksOf(read('talk'))
  const named = (name: string): Lines => talk.find(block => block.name === name)?.lines ?? {}
  const paste = blocksOf(read('paste'))[0]?.lines ?? {}
  const grammar: Grammar = {
    half,
    families: Object.fromEntries(familyFiles.flatMap(file => blocksOf(read(file)).map(({ name, lines }) => [name, lines]))),
    friends: named('friends'),
    assistant: named('assistant'),
    corrections: named('correction')['say'] ?? [],
    threads: blocksOf(read('threads')).map(({ lines }) => (lines[''] ?? []).map(threadLine)),
    stories: blocksOf(read('stories')).flatMap(({ lines }) => lines['say'] ?? []),
    tasks: blocksOf(read('tasks')).map(({ lines }) => lines),
    pastes: (paste['say'] ?? []).map((say, at) => ({ say: say.replaceAll('\\n', '\n'), reply: paste['reply']?.[at] ?? '' })),
    fillers: Object.fromEntries(read('fillers').map(fillersOf)),
  }
  grammars.set(half, grammar)
  return grammar
}

interface Block {
  name: string
  lines: Record<string, string[]>
}

/** Blocks begin with "== name", their sections with "name:" alone on a line. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  let section = ''
  for (const line of lines) {
    const [, name] = /^== (.+)$/.exec(line) ?? []
    const [, next] = /^(\w+):$/.exec(line) ?? []
    const block = blocks.at(-1)
    if (name !== undefined) {
      blocks.push({ name, lines: {} })
      section = ''
    } else if (next !== undefined) section = next
    else if (block) (block.lines[section] ??= []).push(line)
    else throw new SyntaxError(`grammar: expected "== name" before "${line}"; begin the file with a block`)
  }
  return blocks
}

function threadLine(line: string): ThreadLine {
  const [, side, text] = /^([ab]): (.+)$/.exec(line) ?? []
  if ((side !== 'a' && side !== 'b') || text === undefined) throw new SyntaxError(`grammar: expected "a: text" or "b: text", got "${line}"`)
  return { side, text }
}

function fillersOf(line: string): [string, Filler[]] {
  const [, name, list] = /^(\w+): (.+)$/.exec(line) ?? []
  if (name === undefined || list === undefined) throw new SyntaxError(`grammar: expected "list: one; two", got "${line}"`)
  return [name, list.split('; ').flatMap(itemsOf)]
}

/** "a", "a ~ another word for it", or "3..9": all whole numbers from one to the other. */
function itemsOf(item: string): Filler[] {
  const [, low, high] = /^(\d+)\.\.(\d+)$/.exec(item) ?? []
  if (low !== undefined && high !== undefined) return Array.from({ length: Number(high) - Number(low) + 1 }, (_, at) => ({ value: String(Number(low) + at) }))
  const [value = item, alias] = item.split(' ~ ')
  return [alias === undefined ? { value } : { value, alias }]
}
