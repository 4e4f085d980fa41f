// mneme weights chat: a conversation with a model that remembers in its weights; its prompt holds the conversation and nothing else.
import { createInterface } from 'node:readline/promises'
import { MnemeError } from '../index.ts'
import { chat, type ChatMessage } from '../weights.ts'
import { UsageError, type Terminal } from './command.ts'
import { factLines, slashCommands, sleepLines, statusLines } from './weights-lines.ts'
import { requestIn, type Store } from './weights-store.ts'

export interface ChatOptions {
  temperature: number
  topP: number
  seed: number
}

type Write = (text: string) => unknown

/** Talks until the input ends. What changes the weights empties the context: what the model says then comes from its weights. */
export async function talk(store: Store, { stdin, stdout }: Terminal, options: ChatOptions): Promise<void> {
  const write: Write = stdout.write.bind(stdout)
  const live = 'isTTY' in stdin && stdin.isTTY === true
  const reader = createInterface({ input: stdin, ...live && { output: stdout }, prompt: '> ' })
  let context: ChatMessage[] = []
  write(`${store.memory.facts.length} facts in the weights. Type a message; /help lists the commands.\n`)
  if (live) reader.prompt()
  for await (const line of reader) {
    const text = line.trim()
    if (text === '/quit') break
    try {
      if (text.startsWith('/')) context = await command(store, text, context, write)
      else if (text !== '') context = await answer(store, [...context, { role: 'user', content: text }], options, write)
    } catch (error) {
      if (!MnemeError.isInstance(error) && !(error instanceof UsageError)) throw error
      write(`  ${error.message}\n`)
    }
    if (live) reader.prompt()
  }
  reader.close()
}

async function answer({ model, tokenizer }: Store, messages: readonly ChatMessage[], options: ChatOptions, write: Write): Promise<ChatMessage[]> {
  let shown = [...messages]
  // The oldest exchanges go where the model has no room for them; half of it is for the answer.
  while (shown.length > 1 && tokenizer.encode(tokenizer.prompt(shown), { special: false }).length > model.config.positions / 2) shown = shown.slice(2)
  let said = ''
  for await (const piece of chat(model, tokenizer, shown, options)) {
    write(piece)
    said += piece
  }
  write('\n')
  return [...shown, { role: 'assistant', content: said }]
}

// Gives the context as it is afterwards.
async function command({ memory }: Store, line: string, context: ChatMessage[], write: Write): Promise<ChatMessage[]> {
  const [name = ''] = line.split(/\s+/)
  const rest = line.slice(name.length).trim()
  switch (name) {
    case '/help': write(`${slashCommands}\n`); return context
    case '/facts': write(`${factLines(memory.facts)}\n`); return context
    case '/status': write(`${statusLines(memory.status())}\n`); return context
    case '/new': return []
    case '/remember':
      memory.remember(requestIn(rest))
      await memory.write()
      write(`  written as ${memory.facts.at(-1)!.id}; the context is empty\n`)
      break
    case '/forget':
      memory.forget(rest)
      write(`  ${rest} is out of the ledger; /sleep takes it out of the weights\n`)
      break
    case '/nap': write(`${sleepLines(await memory.nap())}\n`); break
    case '/sleep': write(`${sleepLines(await memory.sleep())}\n`); break
    default: write(`  no command ${name}; /help lists them\n`); return context
  }
  await memory.save()
  return []
}
