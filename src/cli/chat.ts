// mneme chat: a prompt that shows the memory at work; there is no model behind it.
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { Mneme, MnemeError, type Action, type Hit, type SessionReport, type TurnDecision } from '../index.ts'
import { onlyPositional, type Command, type Terminal } from './command.ts'
import { statLines } from './inspect.ts'
import { dayOf, oneLine } from './text.ts'

const slashCommands = `  /why [ID]   why a turn or trace was stored or not; without an id, your last message
  /stats      figures of this memory
  /sleep      end the session: scan, score, extract, archive, patterns, prune
  /help       this list
  /quit       leave (or Ctrl-D)`

export const chat: Command = {
  summary: 'talk to a memory and watch what it keeps and recalls',

  usage: () => `usage: mneme chat FILE [--user NAME]

Each line you type is a message: it shows what the memory recalls for it, then what it does with it and why. There is no
model behind it, so nobody answers. FILE is made where there is none; it keeps everything at once. Reads a pipe, too.

${slashCommands}

  --user NAME   the memory's owner`,

  async run(argv, terminal) {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: { user: { type: 'string' } } })
    const path = onlyPositional(positionals, 'the FILE of a memory')
    const memory = await Mneme.open({ path, ...(values.user !== undefined && { user: values.user }) })
    try {
      await talk(memory, path, terminal)
    } finally {
      await memory.close()
    }
  },
}

async function talk(memory: Mneme, path: string, { stdin, stdout }: Terminal): Promise<void> {
  const { turns, ltm, stm } = memory.stats()
  stdout.write(`${path}: ${turns} turns, ${ltm + stm} traces. Type a message; /help lists the commands.\n`)
  const live = 'isTTY' in stdin && stdin.isTTY === true
  const reader = createInterface({ input: stdin, ...(live && { output: stdout }), prompt: '> ' })
  let last: TurnDecision | undefined
  if (live) reader.prompt()
  for await (const line of reader) {
    if (line.trim() === '/quit') break
    try {
      if (line.trim().startsWith('/')) await command(memory, line.trim(), last, stdout.write.bind(stdout))
      else if (line.trim() !== '') last = await message(memory, line, stdout.write.bind(stdout))
    } catch (error) {
      if (!MnemeError.isInstance(error)) throw error
      stdout.write(`  ${error.message}\n`)
    }
    if (live) reader.prompt()
  }
  reader.close()
}

type Write = (text: string) => unknown

async function message(memory: Mneme, text: string, write: Write): Promise<TurnDecision | undefined> {
  const { memories } = await memory.process(text)
  write(memories.length === 0 ? '  recalled nothing\n' : `  recalled\n${memories.map(hitLines).join('')}`)
  const { decisions } = await memory.observe(text)
  const [decision] = decisions
  if (decision) write(`  ${outcome(decision)}\n`)
  return decision
}

function hitLines(hit: Hit): string {
  const parts = Object.entries(hit.parts)
    .filter(([, value]) => Math.abs(value) >= 0.005)
    .map(([name, value]) => `${name} ${value.toFixed(2)}`)
  const strength = hit.status === 'unstored' ? 'from the log' : `${hit.kind}, strength ${hit.strength.toFixed(2)}`
  return (
    `  ${hit.score.toFixed(2).padStart(6)}  ${hit.id.padEnd(5)} ${dayOf(hit.at)}  ${hit.speaker}: ${oneLine(hit.text)}\n` +
    `          ${strength}; ${parts.join(', ')}\n`
  )
}

const outcomes: Readonly<Record<Action, string>> = {
  ltm: 'stored as',
  stm: 'kept for a while as',
  reinforce: 'strengthened',
  ignore: 'ignored',
}

function outcome({ action, traceId, why }: TurnDecision): string {
  return `${outcomes[action]}${traceId === undefined ? '' : ` ${traceId}`}: ${why}`
}

async function command(memory: Mneme, line: string, last: TurnDecision | undefined, write: Write): Promise<void> {
  const [name, ...rest] = line.split(/\s+/)
  if (name === '/help') write(`${slashCommands}\n`)
  else if (name === '/stats') write(`${statLines(memory.stats()).join('\n')}\n`)
  else if (name === '/sleep') write(`${sleepLines(await memory.endSession())}\n`)
  else if (name === '/why') write(`${whyLines(memory, rest[0] ?? last?.turnId)}\n`)
  else write(`  no command ${name}; /help lists them\n`)
}

function figures(counts: object): string {
  return Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', ')
}

function sleepLines({ cost, ...phases }: SessionReport): string {
  const lines = Object.entries(phases).map(([phase, { counts, examples }]) =>
    `  ${phase}: ${figures(counts)}${examples.length > 0 ? ` (${examples.join('; ')})` : ''}`)
  return [...lines, `  cost: ${figures(cost)}`].join('\n')
}

function whyLines(memory: Mneme, id: string | undefined): string {
  if (id === undefined) return '  say something first, or name an id: /why m1'
  const { status, why, now, dormantInDays } = memory.explain(id)
  const dormant =
    dormantInDays !== undefined && dormantInDays > 0 ? `; falls dormant in ${dormantInDays.toFixed(0)} days without use` : ''
  return `  ${id} (${status}): ${why}\n  ${now}${dormant}`
}
