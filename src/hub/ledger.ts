// The ledger of shared patterns: every release with the privacy that it spent, in a file of the hub. It holds keys of the catalogue and noisy counts.
import { loadHasher, type Hasher } from '../checkpoint/bytes.ts'
import { openFileStorage } from '../checkpoint/file.ts'
import { pathIn, readIn } from '../checkpoint/folder.ts'
import { encodeFrame, encodeJournalHeader, readJournal } from '../checkpoint/journal.ts'
import { MnemeError } from '../errors.ts'

/** A release as it is kept. */
export interface LedgerEntry {
  /** When, in milliseconds. */
  at: number
  /** Thousandths of ε: whole numbers add up without a rest. */
  thousandths: number
  /** Entries of one user that were counted at most. */
  most: number
  /** Users that an entry was to have. */
  users: number
  /** What its noisy count had to exceed this by. */
  margin: number
  /** Id of the catalogue. */
  catalogue: string
  /** Keys and noisy counts, the largest first. */
  patterns: readonly (readonly [key: string, count: number])[]
}

const name = 'shared'
const mark = { generation: 0, checksum: 'shared patterns' } as const

/** The releases of a folder, oldest first. Takes no lock: what another process is writing is there as a whole or not at all. */
export async function readLedger(folder: string): Promise<readonly LedgerEntry[]> {
  const bytes = await readIn(folder, `${name}.journal`)
  return bytes ? entriesIn(bytes, await loadHasher()).entries : []
}

/**
 * Adds what `decide` makes of the releases so far. It is on the disk, safe from a power loss, when this resolves: what was
 * spent is known before anybody sees what it was spent for. Throws LOCKED while another process adds.
 */
export async function addToLedger(folder: string, decide: (entries: readonly LedgerEntry[]) => LedgerEntry): Promise<LedgerEntry> {
  const hasher = await loadHasher()
  const storage = await openFileStorage(pathIn(folder, name), { fsync: true })
  try {
    const { journal } = await storage.read()
    const { entries, validLength } = journal ? entriesIn(journal, hasher) : { entries: [], validLength: 0 }
    const entry = decide(entries)
    if (!journal) await storage.replace([], encodeJournalHeader(mark, hasher))
    // What a crash cut off was never shown.
    else if (validLength < journal.length) await storage.truncateJournal(validLength)
    await storage.append(encodeFrame(entry, hasher))
    return entry
  } finally {
    await storage.close()
  }
}

function entriesIn(bytes: Uint8Array, hasher: Hasher): { entries: LedgerEntry[]; validLength: number } {
  const journal = readJournal(bytes, hasher)
  if (journal.extends.checksum !== mark.checksum) throw corrupt('releases', 'another journal')
  return { entries: journal.frames.map(readEntry), validLength: journal.validLength }
}

/** Thousandths of ε that releases spent together: losses add up (Dwork and Roth 2014, theorem 3.14). */
export function spentIn(entries: readonly LedgerEntry[]): number {
  return entries.reduce((sum, { thousandths }) => sum + thousandths, 0)
}

function readEntry(value: unknown, index: number): LedgerEntry {
  const entry = value as LedgerEntry
  const counts = [entry?.thousandths, entry?.most, entry?.users, entry?.margin]
  if (!counts.every(Number.isSafeInteger) || counts.some(count => count < 0) || !Array.isArray(entry.patterns)) throw corrupt(`release ${index + 1}`, 'another entry')
  return entry
}

function corrupt(expected: string, got: string): MnemeError {
  return new MnemeError('CHECKPOINT_CORRUPT', `ledger: expected ${expected}, got ${got}; restore the file from a backup: without it, what was spent is not known`)
}
