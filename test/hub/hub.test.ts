import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { array, assert, asyncProperty, constantFrom, nat, oneof, record, string } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRandom, Mneme, MnemeHub } from '../../src/index.ts'
import { fileOf, userOf } from '../../src/hub/file-name.ts'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'hub-')) })
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

const clock = (): number => Date.UTC(2026, 4, 4, 9)
const open = (maxOpen = 2): Promise<MnemeHub> => MnemeHub.open({ folder, maxOpen, clock, timeZone: 'UTC' })

/** Every byte that lies in the folder. */
function everything(): string {
  return readdirSync(folder).map(name => readFileSync(join(folder, name), 'latin1')).join('')
}

describe('MnemeHub', () => {
  it('keeps what each user said, also when memories were closed in between', async () => {
    const hub = await open(2)
    const users = ['ana', 'bo', 'cem', 'dag']
    for (const user of users) await hub.use(user, memory => memory.observe(`My lucky number is told by ${user} the painter`))
    for (const user of users) {
      const hits = await hub.use(user, memory => memory.recall('Who told the lucky number?'))
      expect(hits.map(({ text }) => text)).toEqual([`My lucky number is told by ${user} the painter`])
    }
    expect(await hub.users()).toEqual(users)
    await hub.close()
  })

  it('holds no more memories open than it may, and closes the one used longest ago', async () => {
    const hub = await open(2)
    for (const user of ['ana', 'bo', 'ana', 'cem']) await hub.use(user, async () => undefined)
    const locked = readdirSync(folder).filter(name => name.endsWith('.lock')).map(name => userOf(name.replace('.lock', '')))
    expect(new Set(locked)).toEqual(new Set(['ana', 'cem']))
    await hub.close()
    expect(readdirSync(folder).filter(name => name.endsWith('.lock'))).toEqual([])
  })

  it('closes no memory that is in use', async () => {
    const hub = await open(1)
    await hub.use('ana', async memory => {
      await hub.use('bo', other => other.observe('I keep bees'))
      await memory.observe('I keep goats')
    })
    expect(await hub.use('ana', async memory => memory.stats().turns)).toBe(1)
    await hub.close()
  })

  it('serves calls for one user side by side with one memory', async () => {
    const hub = await open(1)
    await Promise.all(Array.from({ length: 8 }, (_, at) => hub.use('ana', memory => memory.observe(`Note ${at}: the heron came back`))))
    expect(await hub.use('ana', async memory => memory.stats().turns)).toBe(8)
    await hub.close()
  })

  it('says clearly that another has the file, and works once it is let go', async () => {
    const hub = await open()
    const other = await Mneme.open({ path: join(folder, fileOf('ana')), user: 'ana', clock, timeZone: 'UTC' })
    await expect(hub.use('ana', async () => undefined)).rejects.toMatchObject({ code: 'LOCKED' })
    await other.close()
    expect(await hub.use('ana', async memory => memory.stats().user)).toBe('ana')
    await hub.close()
  })

  it('takes ids as data', async () => {
    const hub = await open()
    const ids = ['../../etc/passwd', 'a/b', 'a\\b', '.', 'CON', 'Ana', 'ana', 'ä', 'a\u0308', '🦊', 'x.mneme', 'x.mneme.journal']
    for (const id of ids) await hub.use(id, memory => memory.observe('I was here'))
    expect(readdirSync(folder).every(name => /^[0-9a-f]+\.mneme(?:\.\w+)?$/.test(name))).toBe(true)
    expect(await hub.users()).toEqual(ids.toSorted())
    await expect(hub.use('x'.repeat(101), async () => undefined)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(hub.use('', async () => undefined)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await hub.close()
  })

  it('deletes a user: no byte of the texts is left, and the others keep theirs', async () => {
    const hub = await open()
    await hub.use('ana', async memory => {
      await memory.observe('My safe word is quetzalcoatlus, keep it')
      await memory.endSession()
      await memory.observe('And the spare one is archaeopteryx')
    })
    await hub.use('bo', memory => memory.observe('I breed axolotls'))
    writeFileSync(join(folder, `${fileOf('ana')}.0f.tmp`), 'quetzalcoatlus, left by a crash')
    expect(everything()).toMatch(/quetzalcoatlus[^]*|archaeopteryx/)
    const { files } = await hub.forgetUser('ana')
    expect(files.length).toBeGreaterThanOrEqual(2)
    expect(everything()).not.toMatch(/quetzalcoatlus|archaeopteryx/)
    expect(await hub.users()).toEqual(['bo'])
    expect(await hub.use('ana', memory => memory.recall('What is my safe word?'))).toEqual([])
    expect((await hub.use('bo', memory => memory.recall('What do I breed?')))[0]!.text).toBe('I breed axolotls')
    await hub.close()
  })

  it('is of no more use once it is closed', async () => {
    const hub = await open()
    await hub.close()
    await expect(hub.use('ana', async () => undefined)).rejects.toMatchObject({ code: 'CLOSED' })
  })

  it('returns and counts nothing of another user, whatever was said: by facade, planner, graph and shared patterns', async () => {
    const users = ['a', 'b', 'c']
    const said = record({
      user: constantFrom(...users), text: oneof(
        string({ minLength: 3, maxLength: 40 }).map(text => `I own a ${text.replace(/[^a-z ]/gi, 'x')} lamp`),
        constantFrom('My sister Zelda lives in Zagreb', 'Whenever I ask for a recipe, always weigh everything in grams', 'My rule for lamps: when I ask for one, name its watts first'),
      ),
    })
    await assert(asyncProperty(array(said, { minLength: 1, maxLength: 8 }), nat(1000), async (turns, seed) => {
      const own = mkdtempSync(join(tmpdir(), 'hub-'))
      const random = createRandom(seed)
      // One user is enough, and the noise is small: what could be shown of another would be.
      const shared = { epsilon: 20, budget: 20, users: 1, certainty: 0.5, random: () => random.next() * 2 ** 32 }
      const hub = await MnemeHub.open({ folder: own, maxOpen: 1, clock, timeZone: 'UTC', shared })
      for (const { user, text } of turns) await hub.use(user, memory => memory.observe(`${text} (${user})`))
      for (const user of users) await hub.shared.optIn(user)
      const release = await hub.shared.release()
      for (const user of users) {
        const mine = turns.filter(turn => turn.user === user)
        const suggestions = await hub.shared.suggestions(user)
        await hub.use(user, async memory => {
          const { context, memories, procedures, rules, clusters, plan } = await memory.process('Which lamp do I own, and where does my sister live?')
          const hits = await memory.recall('lamp', { k: 50, include: ['dormant', 'superseded', 'suppressed'] })
          const shown = JSON.stringify([
            context, memories, procedures, rules, clusters, plan, hits, memory.list(), memory.facts(), memory.procedures.list(), memory.signals(), memory.trainingLines(),
            memory.graph.relations(), memory.graph.people(), suggestions, release,
          ])
          for (const other of users) if (other !== user) expect(shown).not.toContain(`(${other})`)
          if (!mine.some(({ text }) => text.includes('Zelda'))) expect(shown).not.toMatch(/zelda|zagreb/i)
          expect([memory.stats().turns, memory.stats().layers.episodic.items]).toEqual([mine.length, mine.length])
          expect(memory.procedures.list().length).toBeLessThanOrEqual(mine.length)
        })
      }
      await hub.close()
      rmSync(own, { recursive: true })
    }), { numRuns: 8, seed: 1 })
  })
})
