// The memory at work for a newcomer: it learns, ignores, strengthens, forgets, recalls, and survives a restart.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultConfig, embedded, type Hit } from 'mneme'
import { insist, printClaims, type Claim } from './lab/claims.ts'
import { command, usageOf, type Description } from './lab/command.ts'
import { live, plotOf } from './lab/diary.ts'
import { before, dayOf, questions, returnDay, returnHour } from './lab/mira.ts'
import { Report, share, short, table, type Telling } from './lab/report.ts'
import { Tale } from './lab/tale.ts'

export const summary = 'What does a memory learn, ignore, strengthen, forget and recall over eight weeks with one user?'

const description: Description = { name: 'story', summary, flags: {} }

export const usage: string = usageOf(description)

export function run(argv: string[]): Promise<void> {
  return command(description, argv, async settings => {
    const encoder = await embedded()
    const report = new Report(settings, encoder.id)
    const folder = mkdtempSync(join(tmpdir(), 'mneme-story-'))
    const tale = new Tale(join(folder, 'mira.mneme'), encoder)
    try {
      await tale.open()
      const claims = await tell(tale, report)
      printClaims(report, claims)
      report.finish(
        {
          passed: claims.every(({ pass }) => pass),
          claims,
          strengths: Object.fromEntries([...tale.traces.keys()].map(thread => [thread, tale.strength(thread)])),
          stats: tale.memory.stats(),
        },
        plotOf(tale)
      )
      insist(claims)
    } finally {
      await tale.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

/** The story as it goes, with what it claims. */
export async function tell(tale: Tale, report: Telling): Promise<Claim[]> {
  report.heading('1. Ten days with Mira: what the memory learns and ignores')
  report.print(
    '+ long-term memory   ~ short-term memory   = strengthens what is stored   . only the log',
    "The number is the write gate's importance, from 0 to 1."
  )
  for (const session of before) await live(tale, report, session)
  const learned = learning(tale)

  tale.passTo(dayOf(returnDay, returnHour))
  report.heading('2. Six weeks of silence: what it forgets')
  const forgotten = forgetting(tale, report)

  report.heading('3. Mira is back: what it recalls')
  const recalled = await recalling(tale, report)
  report.heading('4. What is used gets stronger')
  const used = await using(tale, report)
  report.heading('5. The process dies and starts again')
  const restarted = await restarting(tale, report)
  tale.passTo(dayOf(returnDay + 7, returnHour))
  return [...learned, ...forgotten, ...recalled, ...used, ...restarted]
}

function words(text: string): number {
  return text.split(' ').length
}

function learning(tale: Tale): Claim[] {
  const chatter = tale.observed.filter(({ turn }) => turn.smallTalk)
  const kept = chatter.filter(({ decision }) => decision.action !== 'ignore')
  const longest = chatter.reduce((a, b) => (b.turn.text.length > a.turn.text.length ? b : a))
  const allergy = tale.observed.find(({ turn }) => turn.thread === 'allergy')!
  const practised = tale.observed.filter(({ turn }) => turn.thread === 'habit')
  const habit = tale.memory.get(tale.traceOf('habit'))
  const [first] = tale.courses.get('habit') ?? []
  return [
    {
      claim: 'an allergy is stored for good the first time it is said',
      pass: allergy.decision.action === 'ltm',
      numbers: `importance ${share(allergy.decision.importance)}`,
    },
    { claim: 'small talk leaves no trace', pass: kept.length === 0, numbers: `${kept.length} of ${chatter.length} turns kept` },
    {
      claim: 'length is not the giveaway',
      pass: longest.decision.importance < allergy.decision.importance && longest.decision.action === 'ignore',
      numbers: `${words(longest.turn.text)} empty words ${share(longest.decision.importance)}, ` +
        `${words(allergy.turn.text)} that count ${share(allergy.decision.importance)}`,
    },
    {
      claim: 'a habit said four times is one trace, and stronger',
      numbers: `${habit?.sourceIds.length ?? 0} sources, ${habit?.repeats ?? 0} repeats`,
      pass: practised.length === 4 && habit?.sourceIds.length === 4 && habit.strength > (first?.[1] ?? 1),
    },
  ]
}

function forgetting(tale: Tale, report: Telling): Claim[] {
  const rows = [...tale.courses].map(([thread, course]) => {
    const trace = tale.memory.get(tale.traceOf(thread))
    return [
      short(tale.said(thread), 50),
      trace?.kind ?? '',
      trace ? `${defaultConfig.halfLifeDays[trace.kind]} d` : '',
      share(course[0]?.[1] ?? 0),
      trace ? share(trace.strength) : '',
      trace?.status ?? 'forgotten',
    ]
  })
  report.print(
    table(
      ['memory', { title: 'kind', align: 'left' }, 'half-life', 'at first', 'now', { title: 'status', align: 'left' }],
      rows
    )
  )
  const mood = tale.memory.explain(tale.traceOf('mood'))
  report.print('', `What became of the mood: ${mood.status === 'gone' ? mood.why : mood.now}.`)
  const turn = tale.turnOf('mood')
  const allergy = tale.strength('allergy')
  return [
    {
      claim: 'strengths follow S·λ^t to the last digit',
      pass: tale.deviation < 1e-12,
      numbers: `largest distance ${tale.deviation.toExponential(1)}`,
    },
    {
      claim: 'the mood of one evening has faded, the allergy has not',
      pass: tale.strength('mood') < defaultConfig.dormantBelow && allergy > 0.9,
      numbers: `strengths ${tale.strength('mood').toFixed(3)} and ${share(allergy)}`,
    },
    { claim: 'sleep pruned the mood and says why', pass: mood.status === 'gone', numbers: mood.why },
    {
      claim: 'the log still has its exact words',
      pass: tale.memory.get(turn)?.text === tale.said('mood'),
      numbers: `turn ${turn}`,
    },
  ]
}

async function recalling(tale: Tale, report: Telling): Promise<Claim[]> {
  const claims: Claim[] = []
  for (const { question, first, never } of questions) {
    const hits = await tale.memory.recall(question, { k: 3 })
    report.print(
      '',
      `"${question}"`,
      ...hits.map(
        (hit, place) =>
          `  ${place + 1}. ${short(hit.text, 64).padEnd(64)} ${hit.score.toFixed(1).padStart(5)}  ` +
          `${hit.status.padEnd(8)} ${mostly(hit)}`
      )
    )
    report.record({ question, hits })
    const place = (text: string): number => hits.findIndex(hit => hit.text === text) + 1
    if (first) {
      const found = place(tale.said(first.thread))
      const ahead = (hits[0]?.score ?? 0) - (hits[1]?.score ?? 0)
      claims.push({
        claim: `"${question}" finds ${first.named}`,
        pass: found === 1,
        numbers: found === 1 ? `first, ahead by ${ahead.toFixed(1)}` : `place ${found || '> 3'}`,
      })
    } else if (never) {
      const found = place(tale.said(never))
      claims.push({
        claim: `"${question}" does not bring the old mood back`,
        pass: found === 0,
        numbers: found === 0 ? 'not among the hits' : `place ${found}`,
      })
    }
  }
  return claims
}

/** The part of a score that weighs most. */
function mostly({ parts }: Hit): string {
  const [name = '', value = 0] = Object.entries(parts).sort(([, a], [, b]) => b - a)[0] ?? []
  return `${name} ${value.toFixed(1)}`
}

function figures(counts: object): string {
  return Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', ')
}

async function using(tale: Tale, report: Telling): Promise<Claim[]> {
  const question = 'Please explain with a diagram how a rainbow forms.'
  const { context, tokens } = await tale.memory.process(question, { topK: 3 })
  const untouched = tale.strength('visuals')
  report.print(
    `Mira: ${question}`,
    '',
    `The agent gets this in front of the message (${tokens.context} tokens):`,
    '',
    ...context.split('\n').map(line => `    ${short(line, 94)}`)
  )
  await tale.observe({ speaker: 'user', text: question })
  const used = tale.strength('visuals')
  tale.note('visuals')
  const { cost, ...phases } = await tale.memory.endSession()
  report.print(
    '',
    `The liking for pictures was used: its strength goes from ${share(untouched)} to ${share(used)}.`,
    'Then the memory sleeps:',
    ...Object.entries(phases).map(([phase, { counts, examples }]) =>
      short(`    ${phase.padEnd(8)} ${figures(counts)}${examples.length > 0 ? `: ${examples.join('; ')}` : ''}`, 98)
    ),
    `    ${'cost'.padEnd(8)} ${figures(cost)}`
  )
  return [
    {
      claim: 'what is used gets stronger',
      pass: used > untouched,
      numbers: `${share(untouched)} before, ${share(used)} after`,
    },
  ]
}

async function restarting(tale: Tale, report: Telling): Promise<Claim[]> {
  const answers = (): Promise<Hit[][]> => Promise.all(questions.map(({ question }) => tale.memory.recall(question)))
  const then = JSON.stringify(await answers())
  await tale.memory.save()
  await tale.close()
  await tale.open()
  const now = await answers()
  const same = JSON.stringify(now) === then
  const { turns, ltm, stm } = tale.memory.stats()
  report.print(`Saved, closed, opened: ${turns} turns, ${ltm} traces in long-term and ${stm} in short-term memory.`)
  return [
    {
      claim: 'after a restart every answer is the same',
      pass: same,
      numbers: `${now.flat().length} hits compared to the last digit`,
    },
  ]
}
