// mneme weights: facts in the weights of a model of one's own.
import { UsageError, type Command } from './command.ts'
import { slashCommands } from './weights-lines.ts'

export const weights: Command = {
  summary: 'facts in the weights of a model of your own',

  usage: () => `usage: mneme weights chat DIR [--temperature T] [--top-p P] [--seed N]
       mneme weights edit DIR "SUBJECT | RELATION | VALUE" ... [--json]
       mneme weights audit DIR [--json]
       mneme weights sleep DIR [--nap | --consolidate] [--json]
       mneme weights export DIR --into FOLDER
       mneme weights locate DIR [--layers N] [--json]

DIR holds a model of the Llama family: config.json, safetensors, tokenizer files. Its own files stay as they are; what is
written goes to the ledger. chat speaks with the model: no memory is in its prompt, what it was told it knows by its weights.

${slashCommands}

  --memory FOLDER   where the ledger is kept (DIR/mneme)
  --ground FILE     facts that the model knows and ordinary text, as JSON (DIR/facts.json): where facts are
                    kept is located by them, and edits leave them alone
  --temperature T   0 takes the likeliest word (0)
  --top-p P         only the likeliest words that together reach this probability (1)
  --seed N          of the random choice (0)
  --nap             the newest facts alone
  --consolidate     trains facts that three sleeps in a row found sound into a low-rank adapter
  --into FOLDER     where the edited model is written, for other programs
  --layers N        layers that are edited together (1 or 2, a third of the model's)
  --json            the figures as one JSON object`,

  async run(argv, terminal) {
    const [verb = '', ...rest] = argv
    // Not before it is needed: TensorFlow comes with it.
    const { verbs } = await import('./weights-verbs.ts')
    const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
    if (!run) throw new UsageError(`expected one of ${Object.keys(verbs).join(', ')}, got "${verb}"`)
    await run(rest, terminal)
  },
}
