// Shared patterns: ways of working that many users have in common, counted with differential privacy and offered to others.
import { filesIn, markIn, removeFiles } from '../checkpoint/folder.ts'
import { readPackageFile } from '../checkpoint/file.ts'
import type { Clock } from '../clock.ts'
import { MnemeError } from '../errors.ts'
import { checkCount, checkFunction, checkName, checkNames, checkNumber, readClock } from '../mneme/check.ts'
import type { Mneme } from '../mneme/mneme.ts'
import { Queue } from '../mneme/queue.ts'
import { Catalogue, type Pattern } from '../procedures/catalogue.ts'
import { secureWord, type RandomWord } from '../random.ts'
import { countUsers, marginOf, shownOf, type Contribution } from './counts.ts'
import { fileOf } from './file-name.ts'
import { addToLedger, readLedger, spentIn, type LedgerEntry } from './ledger.ts'
import { coinOf, noiseRate } from './noise.ts'

/** Options of shared patterns; `{}` switches them on. Who takes part is told apart for each user. */
export interface SharedOptions {
  /** Privacy loss ε of one release, in whole thousandths from 0.001 to 100. @default 1 */
  epsilon?: number
  /** Privacy loss of all releases of this folder together: beyond it nothing is released any more. @default 4 */
  budget?: number
  /** Users that must have a way of working in common. @default 10 */
  users?: number
  /** Ways of working that one user adds to the counts at most, the surest first. More of them take more noise. @default 2 */
  most?: number
  /** Probability that a release shows nothing which fewer than `users` have, in [0.5, 1). @default 0.95 */
  certainty?: number
  /** What can be counted. Made without looking at any user's memory, or its entries tell what the noise should hide. @default that of the package */
  catalogue?: Catalogue
  /**
   * Source of the noise: unsigned 32-bit integers. For tests and simulations alone: whoever can repeat it can take the noise off again, so
   * the hub's `seed` is not used for it. @default the machine's cryptographic generator
   */
  random?: RandomWord
}

/** A way of working that many users have. */
export interface SharedPattern {
  key: string
  /** What calls for it, and what is to be done then: words of the catalogue, never a user's. */
  when: string
  do: string
  /** How many users have it, with noise: not the number. */
  users: number
}

/** What a release shows, and what it cost. */
export interface SharedRelease {
  /** When, in milliseconds. */
  at: number
  /** ε of this release. */
  epsilon: number
  /** The noisy count from which an entry was shown: the users asked for and a margin for the noise. */
  from: number
  /** The largest count first. */
  patterns: SharedPattern[]
}

/** The privacy that a folder's releases spent. */
export interface PrivacySpent {
  /** ε of all releases together. */
  spent: number
  budget: number
  releases: number
}

/** A way of working that others have and this user does not. Nothing of it is in any context until the host adds it to the memory. */
export interface PatternSuggestion extends SharedPattern {
  suggestion: true
  /** Nearness to what the user teaches and asks for, a cosine in [-1, 1]. */
  likeness: number
}

/** Ways of working that many users share. Off unless the hub was opened with `shared`. */
export interface SharedPatterns {
  /** Whether a user takes part. Nobody does who was not asked. */
  has(user: string): Promise<boolean>
  /** Lets a user take part, from the next release on. */
  optIn(user: string): Promise<void>
  /** Takes a user out of the next releases, and offers nothing any more. What was released stays: it shows noisy counts alone. */
  optOut(user: string): Promise<void>
  /**
   * Counts, adds noise, and shows what enough users have. Throws BUDGET_SPENT where the budget does not suffice, before any
   * memory is read; LOCKED where another process has the memory of a user who takes part, and then nothing is spent.
   */
  release(): Promise<SharedRelease>
  /** What all releases spent. */
  spent(): Promise<PrivacySpent>
  /** Ways of working of the last release that a user does not have, the nearest first; none for those who take no part. */
  suggestions(user: string): Promise<PatternSuggestion[]>
}

/** What shared patterns need of a hub. */
export interface SharedAccess {
  folder: string
  clock: Clock
  checkOpen: () => void
  users: () => Promise<string[]>
  use: <T>(user: string, task: (memory: Mneme) => Promise<T>) => Promise<T>
}

/** Options, checked and filled in. */
interface Settings {
  thousandths: number
  budget: number
  users: number
  most: number
  certainty: number
  catalogue: Catalogue | undefined
  random: RandomWord
}

const optionNames: Readonly<Record<keyof SharedOptions, true>> = { epsilon: true, budget: true, users: true, most: true, certainty: true, catalogue: true, random: true }
/** A suggestion must be as near as this to what the user teaches or asks for. */
const nearFrom = 0.3
const consentEnding = '.shared'

/** Reads the options. Throws INVALID_ARGUMENT. */
function readShared(options: SharedOptions): Settings {
  const { epsilon = 1, budget = 4, users = 10, most = 2, certainty = 0.95, catalogue, random } = checkNames('shared', options, optionNames, 'pass {} for the defaults, or leave it out')
  checkFunction('random', random, 'pass one that gives unsigned 32-bit integers, or leave it out')
  if (catalogue !== undefined && !(catalogue instanceof Catalogue)) throw new MnemeError('INVALID_ARGUMENT', `catalogue: expected a Catalogue, got ${typeof catalogue}; pass new Catalogue(text)`)
  if (checkCount('most', most, 1) > 100) throw new MnemeError('INVALID_ARGUMENT', `most: expected at most 100, got ${most}; a few are enough`)
  if (checkNumber('certainty', certainty, 0.5, 1) === 1) throw new MnemeError('INVALID_ARGUMENT', 'certainty: expected less than 1, got 1; noise has no bound, pass 0.999')
  return { thousandths: thousandthsOf('epsilon', epsilon), budget: thousandthsOf('budget', budget), users: checkCount('users', users, 1), most, certainty, catalogue, random: random ?? secureWord }
}

/** ε as a whole number of thousandths. */
function thousandthsOf(what: string, epsilon: number): number {
  const thousandths = Math.round(checkNumber(what, epsilon, 0.001, 100) * 1000)
  if (Math.abs(thousandths - epsilon * 1000) > 1e-6) throw new MnemeError('INVALID_ARGUMENT', `${what}: expected whole thousandths, got ${epsilon}; round it, as 0.125`)
  return thousandths
}

/** Shared patterns of a hub; undefined options leave them off: every call throws INVALID_ARGUMENT. */
export function shareBetween({ folder, clock, checkOpen, users, use }: SharedAccess, options: SharedOptions | undefined): SharedPatterns {
  const settings = options === undefined ? undefined : readShared(options)
  const queue = new Queue()
  let loading: Promise<Catalogue> | undefined
  const on = (): Settings => {
    checkOpen()
    if (settings) return settings
    throw new MnemeError('INVALID_ARGUMENT', 'shared: expected a hub that shares patterns, got one that does not; open it with MnemeHub.open({ folder, shared: {} })')
  }
  const catalogueOf = async ({ catalogue }: Settings): Promise<Catalogue> => catalogue ?? (loading ??= shippedCatalogue())
  const consents = async (): Promise<ReadonlySet<string>> => new Set((await filesIn(folder)).filter(name => name.endsWith(consentEnding)))
  const has = async (user: string): Promise<boolean> => (await consents()).has(consentOf(user))

  return {
    has: async user => {
      on()
      return has(user)
    },
    optIn: async user => {
      on()
      await markIn(folder, consentOf(user))
    },
    optOut: async user => {
      checkOpen()
      await removeFiles(folder, [consentOf(user)])
    },
    spent: async () => {
      const { budget } = on()
      const entries = await readLedger(folder)
      return { spent: spentIn(entries) / 1000, budget: budget / 1000, releases: entries.length }
    },
    release: async () => {
      const own = on()
      const at = readClock(clock)
      checkBudget(spentIn(await readLedger(folder)), own)
      const catalogue = await catalogueOf(own)
      const asked = await consents()
      const found = new Map<string, Contribution>()
      for (const user of (await users()).filter(one => asked.has(consentOf(one)))) {
        found.set(consentOf(user), await use(user, async memory => contributionOf(memory, catalogue, own.most)))
      }
      // Who left while others were read is not counted.
      const still = await consents()
      const contributions = [...found].filter(([consent]) => still.has(consent)).map(([, contribution]) => contribution)
      const added = await queue.run(() => addToLedger(folder, entries => {
        checkBudget(spentIn(entries), own)
        return releaseOf(contributions, catalogue, own, at)
      }))
      return viewRelease(added, catalogue)
    },
    suggestions: async user => {
      const own = on()
      if (!await has(user)) return []
      const catalogue = await catalogueOf(own)
      const last = (await readLedger(folder)).at(-1)
      if (!last) return []
      const standings = await use(user, async memory => memory.procedures.compare(catalogue))
      return viewRelease(last, catalogue).patterns.flatMap((pattern): PatternSuggestion[] => {
        const { procedureId, likeness } = standings[catalogue.indexOf(pattern.key)!]!
        return procedureId === null && likeness >= nearFrom ? [{ ...pattern, suggestion: true, likeness }] : []
      }).sort((a, b) => b.likeness - a.likeness)
    },
  }
}

async function shippedCatalogue(): Promise<Catalogue> {
  return new Catalogue(new TextDecoder().decode(await readPackageFile('patterns-en.tsv')))
}

/** The file that says, by being there, that a user takes part. It lies with the user's memory and goes with it. */
function consentOf(user: string): string {
  return fileOf(checkName('user', user)) + consentEnding
}

/** What one user adds: the entries that are surest, never more than `most`. */
function contributionOf(memory: Mneme, catalogue: Catalogue, most: number): Contribution {
  return memory.procedures.compare(catalogue).map(({ confidence }, index) => ({ confidence, index }))
    .filter(({ confidence }) => confidence > 0).sort((a, b) => b.confidence - a.confidence).slice(0, most).map(({ index }) => index)
}

function checkBudget(spent: number, { thousandths, budget }: Settings): void {
  if (spent + thousandths <= budget) return
  throw new MnemeError('BUDGET_SPENT',
    `shared: expected an epsilon of ${(budget - spent) / 1000} or less, which is left of ${budget / 1000}, got ${thousandths / 1000}; release less, or weigh a larger budget against what it tells of each user`)
}

function releaseOf(contributions: readonly Contribution[], { id, patterns }: Catalogue, { thousandths, users, most, certainty, random }: Settings, at: number): LedgerEntry {
  const rate = noiseRate(thousandths, most)
  const margin = marginOf(rate, patterns.length, certainty)
  const shown = shownOf(countUsers(contributions, patterns.length, most), rate, users + margin, coinOf(random))
  return { at, thousandths, most, users, margin, catalogue: id, patterns: shown.map(({ index, count }) => [patterns[index]!.key, count] as const) }
}

/** A release in the words of the catalogue; entries that it no longer has are left out. */
function viewRelease({ at, thousandths, users, margin, patterns }: LedgerEntry, catalogue: Catalogue): SharedRelease {
  const known = patterns.flatMap(([key, count]): SharedPattern[] => {
    const pattern: Pattern | undefined = catalogue.patterns[catalogue.indexOf(key) ?? -1]
    return pattern ? [{ key, when: pattern.when, do: pattern.do, users: count }] : []
  })
  return { at, epsilon: thousandths / 1000, from: users + margin, patterns: known }
}
