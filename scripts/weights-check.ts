// Edits the small model, exports it and lets transformers answer from the files alone: npx tsx scripts/weights-check.ts [PYTHON [MODEL]]
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { diskFiles } from '../src/checkpoint/disk-files.ts'
import { encodeForm } from '../src/weights/prompts.ts'
import { scoreCompletions } from '../src/weights/score.ts'
import { drawOf, formsOf, openMemory, openWeightsBench, requestOf, tokens } from '../sim/lab/weights-bench.ts'

const [python = 'python3', path = 'checkpoints/tiny-llama'] = process.argv.slice(2)
const edits = 10
const folder = mkdtempSync(join(tmpdir(), 'mneme-export-'))
try {
  const bench = await openWeightsBench(path)
  const { model, tokenizer, known } = bench
  const draw = drawOf(known, 1)
  const memory = await openMemory(bench, draw)
  const facts = draw.facts.slice(0, edits)
  for (const fact of facts) memory.remember(requestOf(fact))
  await memory.write()
  const asked = facts.flatMap(fact => [...formsOf(known, fact, false), ...formsOf(known, fact, true)].map(form =>
    ({ prompt: encodeForm(tokenizer, form, fact.subject).ids, answer: tokens(tokenizer, fact.alternatives[0]!) })))
  const scores = scoreCompletions(model, asked.map(({ prompt, answer }) => ({ prompt, target: answer })))
  const questions = asked.filter((_, index) => scores[index]!.exact)
  console.log(`${facts.length} edits, ${questions.length} of ${asked.length} questions answered as edited here`)
  const exported = join(folder, 'model')
  mkdirSync(exported)
  await memory.export(diskFiles(exported))
  model.dispose()
  writeFileSync(join(folder, 'questions.json'), JSON.stringify(questions))
  const script = fileURLToPath(new URL('weights-check.py', import.meta.url))
  const { status, error } = spawnSync(python, [script, exported, join(folder, 'questions.json')], { stdio: 'inherit' })
  if (error) throw error
  process.exitCode = status ?? 1
} finally {
  rmSync(folder, { recursive: true })
}
