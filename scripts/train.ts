// Trains checkpoints/policy-en.msgpack from nothing on the texts of this repository, part by part; broken off, it goes on where it was:
// npm run train [-- NAME, to fit one part alone into the folder of the run]. MINILM=FOLDER, a local all-MiniLM-L6-v2, gives that encoder its say in the gate.
import { writeFileSync } from 'node:fs'
import { argv, env, execArgv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { encodePolicy, type Policy } from '../src/controller/policy.ts'
import { embedded } from '../src/encode/embedded.ts'
import { initialFusion } from '../src/encode/fusion.ts'
import { readClassTable } from './class-table.ts'
import { fitConfidences } from './confidence-fit.ts'
import { fitCues } from './cue-fit.ts'
import { readExemplars } from './exemplar.ts'
import { fitGate } from './gate-fit.ts'
import { fitGather } from './gather-fit.ts'
import { fitKeep } from './keep-fit.ts'
import { fitPair } from './pair-fit.ts'
import { fitProcedure } from './procedure-fit.ts'
import { fitQueryClass } from './query-fit.ts'
import { fitStyles, judgeStyles } from './style-fit.ts'
import { fitWorth, judgeWorth, readMaterial } from './worth-fit.ts'
import { fitParts, printedBy, readPart, trainingFolder, writePart, type Needs } from './training-run.ts'

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const folder = trainingFolder(path('../.training'), [path('.'), path('../src'), path('../sim/lab'), path('../sim/lives'), path('../sim/world'), path('../checkpoints/encoder-en.msgpack')], env['MINILM'] === undefined ? '' : 'all-MiniLM-L6-v2')
const encoder = await embedded()
const exemplars = readExemplars(path('exemplars'))
// Half of them stand beside a look-alike that is worth the opposite: they teach what to keep, and would teach strength to doubt plain sentences.
const pairs = readExemplars(path('exemplars/pairs'))

/** Parts that were fitted before, by name, each the members of a policy that it gives. */
const fitted = <Name extends keyof Policy>(part: string): Pick<Policy, Name> => readPart(folder, part) as Pick<Policy, Name>

// The longest first: two at once are done soonest so.
const needs: Needs = {
  cue: [], query: [], procedure: ['cue', 'query'], pair: [], gate: [], style: [], keep: [], gather: [], worth: ['gate', 'keep'],
  confidence: ['cue', 'query', 'procedure', 'pair', 'gate', 'style', 'keep', 'gather', 'worth'],
}

const fits: Readonly<Record<string, () => Partial<Policy> | Promise<Partial<Policy>>>> = {
  keep: () => fitKeep([...exemplars, ...pairs], encoder, env['MINILM']),
  gate: () => fitGate(exemplars, encoder),
  cue: () => ({ cue: fitCues(path('messages'), encoder) }),
  query: () => ({ query: fitQueryClass(path('queries'), encoder) }),
  procedure: () => ({ procedure: fitProcedure(path('.'), encoder, { ...fitted<'cue'>('cue'), ...fitted<'query'>('query') }) }),
  pair: () => ({ pair: fitPair(path('streams'), path('statements'), path('messages'), exemplars, encoder) }),
  style: () => {
    judgeStyles(path('.'), exemplars, encoder)
    return { style: fitStyles(path('.'), exemplars, encoder) }
  },
  gather: () => ({ gather: fitGather(path('questions'), encoder) }),
  worth: () => {
    const material = readMaterial(encoder, { ...fitted<'gate'>('gate'), ...fitted<'keep'>('keep') })
    judgeWorth(material)
    return { worth: fitWorth(material) }
  },
  confidence: async () => ({ confidence: await fitConfidences(path('../sim/lives'), encoder, assembled()) }),
}

function assembled(): Omit<Policy, 'confidence'> {
  return {
    meaning: encoder.id, fusion: initialFusion(), classes: readClassTable(path('classes')),
    ...fitted<'keep' | 'controller'>('keep'), ...fitted<'gate' | 'kind'>('gate'), ...fitted<'cue'>('cue'), ...fitted<'query'>('query'),
    ...fitted<'procedure'>('procedure'), ...fitted<'pair'>('pair'), ...fitted<'style'>('style'), ...fitted<'gather'>('gather'), ...fitted<'worth'>('worth'),
  }
}

const [, self, part] = argv
if (part === undefined) {
  await fitParts(needs, folder, [...execArgv, self!], 2)
  for (const name of Object.keys(needs)) console.log(`\n${name}\n${printedBy(folder, name)}`)
  const bytes = encodePolicy({ ...assembled(), ...fitted<'confidence'>('confidence') })
  writeFileSync(path('../checkpoints/policy-en.msgpack'), bytes)
  console.log(`\nwrote checkpoints/policy-en.msgpack, ${(bytes.length / 1024).toFixed(0)} KiB`)
} else {
  const fit = fits[part]
  if (!fit) throw new Error(`train: expected one of ${Object.keys(fits).join(', ')}, got "${part}"`)
  writePart(folder, part, await fit())
}
