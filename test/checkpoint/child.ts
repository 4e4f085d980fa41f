// A process to kill: `write PATH` saves and appends without end, `hold PATH` keeps a lock, `take PATH` tries once.
import { loadHasher } from '../../src/checkpoint/bytes.ts'
import { openFileStorage } from '../../src/checkpoint/file.ts'
import { encodeFrame, encodeJournalHeader } from '../../src/checkpoint/journal.ts'
import { encodeSnapshot, markOf } from '../../src/checkpoint/snapshot.ts'
import { MnemeError } from '../../src/errors.ts'

const [, , task, path = ''] = process.argv
const hasher = await loadHasher()

async function write(): Promise<void> {
  const storage = await openFileStorage(path)
  for (let change = 0; ; change++) {
    const snapshot = change % 7 === 0 && encodeSnapshot({ saved: change }, hasher, change)
    if (snapshot) await storage.replace(snapshot, encodeJournalHeader(markOf(snapshot), hasher))
    else await storage.append(encodeFrame(change, hasher))
    process.stdout.write(`${change}\n`)
  }
}

async function hold(): Promise<void> {
  await openFileStorage(path)
  process.stdout.write('held\n')
  setInterval(() => undefined, 1000)
}

async function take(): Promise<void> {
  process.stdout.write('ready\n')
  await new Promise(resolve => process.stdin.once('data', resolve))
  try {
    await openFileStorage(path)
    process.stdout.write('won\n')
  } catch (error) {
    process.stdout.write(MnemeError.isInstance(error) ? `${error.code}\n` : `${String(error)}\n`)
  }
  setInterval(() => undefined, 1000)
}

await (task === 'write' ? write() : task === 'hold' ? hold() : take())
