import { mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Catalogue, createRandom, Mneme, MnemeHub, type SharedOptions } from '../../src/index.ts'
import { fileOf } from '../../src/hub/file-name.ts'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'shared-')) })
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const clock = (): number => Date.UTC(2026, 4, 4, 9)
const words = (seed: number): (() => number) => {
  const random = createRandom(seed)
  return () => random.next() * 2 ** 32
}
/** So little noise that counts are nearly exact: what is tested with it is not the noise. */
const exact: SharedOptions = { epsilon: 60, budget: 1000 / 10, users: 3, most: 2 }
const open = (shared?: SharedOptions, place = folder): Promise<MnemeHub> =>
  MnemeHub.open({ folder: place, maxOpen: 3, clock, timeZone: 'UTC', ...shared && { shared: { random: words(7), ...shared } } })

const grams = 'Whenever I ask for a recipe, always weigh everything in grams, no cups.'
const traces = 'From now on every stack trace I paste: name our own failing line first, guesses later.'
const titles = 'My rule for slides: each title is a whole sentence with the message.'

/** Opens a hub in which users have taught these, and all of them take part. */
async function taught(users: Readonly<Record<string, readonly string[]>>, shared: SharedOptions, place?: string): Promise<MnemeHub> {
  const hub = await open(shared, place)
  for (const [user, texts] of Object.entries(users)) {
    for (const text of texts) await hub.use(user, memory => memory.observe(text))
    await hub.shared.optIn(user)
  }
  return hub
}

function everything(place = folder): string {
  return readdirSync(place).map(name => readFileSync(join(place, name), 'latin1')).join('')
}

const four = { ana: [grams], bo: [grams, traces], cem: [grams, titles], dag: [traces] }

describe('shared patterns', () => {
  it('are off unless the hub was opened with them', async () => {
    const hub = await open()
    for (const call of [() => hub.shared.optIn('ana'), () => hub.shared.release(), () => hub.shared.suggestions('ana'), () => hub.shared.spent(), () => hub.shared.has('ana')]) {
      await expect(call()).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    }
    // To leave must always be possible.
    await hub.shared.optOut('ana')
    await hub.close()
    await expect(hub.shared.spent()).rejects.toMatchObject({ code: 'CLOSED' })
  })

  it('show what enough users have in common, in the words of the catalogue', async () => {
    const hub = await taught(four, exact)
    const { patterns, epsilon, from } = await hub.shared.release()
    expect(patterns).toEqual([{ key: 'recipe-grams', when: 'the user asks for a recipe', do: 'give weights in grams', users: 3 }])
    expect([epsilon, from]).toEqual([60, 3])
    await hub.close()
  })

  it('count nobody who was not asked, and everybody once', async () => {
    const hub = await taught(four, exact)
    await hub.use('eva', memory => memory.observe(traces))
    await hub.use('fay', memory => memory.observe(traces))
    await hub.use('ana', memory => memory.observe('Recipes always in grams, whenever I ask for one.'))
    expect((await hub.shared.release()).patterns.map(({ key, users }) => [key, users])).toEqual([['recipe-grams', 3]])
    await hub.shared.optIn('eva')
    // Opting in is of the user, not of the process.
    await hub.close()
    const again = await open({ ...exact, epsilon: 30 })
    expect([await again.shared.has('eva'), await again.shared.has('fay')]).toEqual([true, false])
    expect((await again.shared.release()).patterns.map(({ key, users }) => [key, users])).toEqual([['trace-own-line', 3], ['recipe-grams', 3]])
    await again.close()
  })

  it('take users out of later releases who left or were forgotten; an earlier one stays', async () => {
    const hub = await taught(four, { ...exact, epsilon: 30 })
    const first = await hub.shared.release()
    await hub.shared.optOut('cem')
    expect((await hub.shared.release()).patterns).toEqual([])
    await hub.shared.optIn('cem')
    expect((await hub.shared.release()).patterns).toEqual(first.patterns)
    await hub.close()
    const again = await open({ ...exact, epsilon: 10, budget: 100 })
    const { files } = await again.forgetUser('cem')
    expect(files).toContain(`${fileOf('cem')}.shared`)
    expect(await again.shared.has('cem')).toBe(false)
    // What was shown before is noisy counts, and still there.
    expect((await again.shared.suggestions('dag')).map(({ key }) => key)).toEqual([])
    expect((await again.shared.spent()).releases).toBe(3)
    expect((await again.shared.release()).patterns.map(({ key }) => key)).toEqual([])
    await again.close()
  })

  it('do not count who leaves while others are being read', async () => {
    const hub = await taught(four, exact)
    const [{ patterns }] = await Promise.all([hub.shared.release(), hub.shared.optOut('cem')])
    expect(patterns).toEqual([])
    await hub.close()
  })

  it('are offered to those who take part and have not got them, and enter nothing by themselves', async () => {
    const commits = 'For every commit message I ask for, always make the top line short and in the imperative.'
    const hub = await taught({ ana: [commits], bo: [commits], cem: [commits], dag: [traces, 'Write me a commit message for the new parser'] }, exact)
    expect(await hub.shared.suggestions('dag')).toEqual([])
    await hub.shared.release()
    const [suggestion] = await hub.shared.suggestions('dag')
    expect(suggestion).toMatchObject({ key: 'commit-imperative', suggestion: true, users: 3 })
    expect(suggestion!.likeness).toBeGreaterThan(0.3)
    expect(await hub.shared.suggestions('ana')).toEqual([])
    await hub.use('eva', memory => memory.observe('Write me a commit message for the new parser'))
    expect(await hub.shared.suggestions('eva')).toEqual([])
    const ask = 'commit message please'
    const fired = (): Promise<string[]> => hub.use('dag', async memory => (await memory.process(ask)).procedures.map(({ instruction }) => instruction))
    const context = (): Promise<string> => hub.use('dag', async memory => (await memory.process(ask)).context)
    expect(await fired()).toEqual([])
    expect(await context()).not.toContain('imperative')
    const { when, do: instruction } = suggestion!
    await hub.use('dag', memory => memory.procedures.add({ when, do: instruction }))
    expect(await fired()).toEqual(['write it in the imperative, with a short first line'])
    // What a user took over is not offered again, and says nothing of what users came to by themselves.
    expect(await hub.shared.suggestions('dag')).toEqual([])
    await hub.close()
  })

  it('refuse options that promise no privacy, or make no sense', async () => {
    const wrong = [
      { epsilon: 0 }, { epsilon: -1 }, { epsilon: NaN }, { epsilon: Infinity }, { epsilon: 0.0001 }, { epsilon: 1.00005 }, { epsilon: 1000 }, { budget: 0 }, { users: 0 }, { users: 2.5 }, { most: 0 },
      { most: 101 }, { certainty: 1 }, { certainty: 0.2 }, { random: 7 }, { catalogue: 'a\tb\tc\td' }, { delta: 1e-6 }, 7,
    ]
    for (const shared of wrong) {
      await expect(MnemeHub.open({ folder, shared: shared as SharedOptions })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    }
    expect(readdirSync(folder)).toEqual([])
  })

  it('spend nothing where a memory cannot be read', async () => {
    const hub = await taught(four, exact)
    await hub.close()
    const again = await open(exact)
    const other = await Mneme.open({ path: join(folder, fileOf('bo')), user: 'bo', clock, timeZone: 'UTC' })
    await expect(again.shared.release()).rejects.toMatchObject({ code: 'LOCKED' })
    expect(await again.shared.spent()).toEqual({ spent: 0, budget: 100, releases: 0 })
    await other.close()
    expect((await again.shared.release()).patterns).toHaveLength(1)
    await again.close()
  })
})

const small = new Catalogue('tea\tthe user asks for tea\tserve it cold\tcold tea\nink\tthe user asks for ink\tmake it blue\tblue ink')

/** All that twenty releases of nothing show, with so much noise that they show something. */
async function noiseShown(random?: () => number): Promise<string> {
  const place = mkdtempSync(join(tmpdir(), 'shared-'))
  const shared = { epsilon: 0.001, budget: 1, users: 1, certainty: 0.5, catalogue: small, ...random && { random } }
  const hub = await MnemeHub.open({ folder: place, seed: 5, clock, timeZone: 'UTC', shared })
  const shown: unknown[] = []
  for (let release = 0; release < 20; release++) shown.push((await hub.shared.release()).patterns)
  await hub.close()
  rmSync(place, { recursive: true })
  return JSON.stringify(shown)
}

describe('the noise', () => {
  it('is drawn from the machine unless it is told otherwise: no seed of the hub brings it back', async () => {
    expect(await noiseShown(words(4))).toBe(await noiseShown(words(4)))
    expect(await noiseShown()).not.toBe(await noiseShown())
  })
})

describe('the ledger', () => {
  it('adds up over releases and processes, and refuses beyond the budget', async () => {
    const budget = { epsilon: 0.1, budget: 0.3, users: 3 }
    const hub = await taught({ ana: [grams] }, budget)
    await hub.shared.release()
    await hub.shared.release()
    await hub.close()
    const again = await open(budget)
    expect(await again.shared.spent()).toEqual({ spent: 0.2, budget: 0.3, releases: 2 })
    await again.shared.release()
    // Three tenths are three tenths, though .1 + .1 + .1 > .3.
    await expect(again.shared.release()).rejects.toMatchObject({ code: 'BUDGET_SPENT' })
    expect(await again.shared.spent()).toEqual({ spent: 0.3, budget: 0.3, releases: 3 })
    await again.close()
    const later = await open({ ...budget, epsilon: 0.05 })
    await expect(later.shared.release()).rejects.toMatchObject({ code: 'BUDGET_SPENT', message: expect.stringContaining('an epsilon of 0 or less') as unknown })
    await later.close()
  })

  it('lets no two releases side by side spend the same', async () => {
    const hub = await taught({ ana: [grams] }, { epsilon: 1, budget: 2 })
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => hub.shared.release()))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect((await hub.shared.spent()).spent).toBe(2)
    await hub.close()
  })

  it('knows what was spent after a crash within a release, and refuses what is damaged', async () => {
    const hub = await taught({ ana: [grams] }, { epsilon: 1, budget: 3 })
    await hub.shared.release()
    await hub.shared.release()
    const file = join(folder, 'shared.journal')
    const whole = readFileSync(file)
    truncateSync(file, whole.length - 3)
    expect((await hub.shared.spent()).releases).toBe(1)
    await hub.shared.release()
    expect((await hub.shared.spent()).releases).toBe(2)
    const bent = readFileSync(file)
    bent[bent.length - 40]! ^= 4
    writeFileSync(file, bent)
    await expect(hub.shared.spent()).rejects.toMatchObject({ code: 'CHECKPOINT_CORRUPT' })
    await expect(hub.shared.release()).rejects.toMatchObject({ code: 'CHECKPOINT_CORRUPT' })
    await hub.close()
  })

  it('holds keys and noisy counts, no byte of what anybody said', async () => {
    const hub = await taught({ ana: ['Whenever I ask for a recipe, weigh the quetzalcoatlus in grams, always grams.'], bo: [grams], cem: [grams] }, exact)
    expect((await hub.shared.release()).patterns).toHaveLength(1)
    await hub.close()
    const kept = ['shared', 'shared.journal', `${fileOf('ana')}.shared`].map(name => readFileSync(join(folder, name), 'latin1')).join('')
    expect(everything()).toContain('quetzalcoatlus')
    expect(kept).toContain('recipe-grams')
    expect(kept).not.toMatch(/quetzalcoatlus|weigh|ana|bo\b|cups/)
  })
})

describe('isolation', () => {
  const catalogue = new Catalogue('tea\tthe user asks for tea\tserve it cold\ttea is always cold | cold tea whenever I ask\nink\tthe user asks for ink\tmake it blue\tink is blue, always | blue ink whenever I ask')

  it('shows to one user nothing that another said, whatever it was', async () => {
    const said = fc.array(fc.record({
      user: fc.constantFrom('a', 'b', 'c'), text: fc.oneof(
        fc.string({ minLength: 3, maxLength: 30 }).map(text => `Whenever I ask for zq${text.replace(/[^a-z ]/gi, 'x')}, always answer with zqword`),
        fc.constantFrom('Whenever I ask for tea, serve it zqcold.', 'From now on ink is always blue, my zqrule.'),
      ),
    }), { minLength: 1, maxLength: 8 })
    await fc.assert(fc.asyncProperty(said, fc.nat(1000), async (turns, seed) => {
      const place = mkdtempSync(join(tmpdir(), 'shared-'))
      const hub = await open({ epsilon: 1, budget: 1, users: 1, certainty: 0.5, catalogue, random: words(seed) }, place)
      for (const { user, text } of turns) await hub.use(user, memory => memory.observe(`${text} (${user})`))
      for (const user of ['a', 'b', 'c']) await hub.shared.optIn(user)
      const release = JSON.stringify(await hub.shared.release())
      const kept = readdirSync(place).filter(name => name.includes('shared')).map(name => readFileSync(join(place, name), 'latin1')).join('')
      for (const shown of [release, kept, ...await Promise.all(['a', 'b', 'c'].map(async user => JSON.stringify(await hub.shared.suggestions(user))))]) {
        expect(shown).not.toMatch(/zq|\([abc]\)/)
      }
      await hub.close()
      rmSync(place, { recursive: true })
    }), { seed: 3, numRuns: 8 })
  })

  it('makes no difference at all to others by one who takes no part', async () => {
    const shownTo = async (more: readonly string[]): Promise<string> => {
      const place = mkdtempSync(join(tmpdir(), 'shared-'))
      const hub = await taught({ ana: [grams], bo: [grams], cem: [traces, 'A recipe for plum cake, please.'] }, { epsilon: 2, users: 1, certainty: 0.5 }, place)
      for (const text of more) await hub.use('eve', memory => memory.observe(text))
      const release = await hub.shared.release()
      const shown = JSON.stringify([release, await hub.shared.suggestions('cem'), await hub.shared.suggestions('ana')])
      await hub.close()
      rmSync(place, { recursive: true })
      return shown
    }
    expect(await shownTo([grams, traces, titles])).toBe(await shownTo([]))
  })

  it('lets one user move the counts by no more than a user may, whatever is taught', async () => {
    const every = new Catalogue(readFileSync(new URL('../../checkpoints/patterns-en.tsv', import.meta.url), 'utf8'))
    const hub = await open({ ...exact, users: 1, most: 2 })
    const hints = 'Whenever I send you an exercise, only give me a hint and never the solution.'
    const subjects = 'My rule for emails: never without a proposal for the subject.'
    for (const text of [grams, traces, titles, hints, subjects]) await hub.use('ana', memory => memory.observe(text))
    const had = await hub.use('ana', async memory => memory.procedures.compare(every).filter(({ confidence }) => confidence > 0))
    expect(had.length).toBeGreaterThan(2)
    await hub.shared.optIn('ana')
    const { patterns } = await hub.shared.release()
    expect(patterns.reduce((sum, { users }) => sum + users, 0)).toBe(2)
    await hub.close()
  })
})
