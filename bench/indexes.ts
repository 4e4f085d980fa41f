// Indexes and databases of vectors that others make, by their own way in, on one thread. Types are what is used here. D dim.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Contestant } from './contestants.ts'
import { writeAll, type Corpus } from './corpus.ts'

// Asked for by name when they are wanted: the main install has none of them.
const load = createRequire(import.meta.url)

interface UsearchIndex {
  add(keys: BigUint64Array, vectors: Float32Array, threads: number): void
  search(vector: Float32Array, k: number, threads: number): { keys: BigUint64Array }
  save(path: string): void
  load(path: string): void
}

export function usearch({ dim, connectivity, buildEffort }: Corpus, folder: string): Contestant {
  const { Index } = load('usearch') as { Index: new (options: object) => UsearchIndex }
  const make = (effort: number): UsearchIndex => new Index({ dimensions: dim, metric: 'cos', quantization: 'f32', connectivity,
    expansion_add: buildEffort, expansion_search: effort })
  let index = make(buildEffort)
  const built = join(folder, 'built')
  let count = 0n
  return {
    add: vectors => {
      const keys = BigUint64Array.from({ length: vectors.length / dim }, () => count++)
      index.add(keys, vectors, 1)
    },
    settle: () => { index.save(built) },
    // The effort of a search is told when an index is made. The one before must be gone: of a million rows a few fill the memory.
    exert: async effort => {
      index = make(effort)
      globalThis.gc?.()
      await new Promise(resolve => setTimeout(resolve))
      index.load(built)
    },
    search: (vector, k) => Array.from(index.search(vector, k, 1).keys, Number),
    save: path => { index.save(path) },
    load: path => { make(buildEffort).load(path) },
  }
}

interface HnswlibIndex {
  initIndex(options: object): void
  addPoint(point: number[], label: number): void
  searchKnn(point: number[], k: number): { neighbors: number[] }
  setEf(ef: number): void
  writeIndexSync(path: string): void
  readIndexSync(path: string): void
}

export function hnswlib({ dim, rows, connectivity, buildEffort, writes }: Corpus): Contestant {
  const { HierarchicalNSW } = load('hnswlib-node') as { HierarchicalNSW: new (space: string, dim: number) => HnswlibIndex }
  const index = new HierarchicalNSW('cosine', dim)
  index.initIndex({ maxElements: rows + writes, m: connectivity, efConstruction: buildEffort, randomSeed: 100 })
  let count = 0
  return {
    add: vectors => {
      for (let start = 0; start < vectors.length; start += dim) index.addPoint(Array.from(vectors.subarray(start, start + dim)), count++)
    },
    exert: effort => { index.setEf(effort) },
    search: (vector, k) => index.searchKnn(Array.from(vector), k).neighbors,
    save: path => { index.writeIndexSync(path) },
    load: path => { new HierarchicalNSW('cosine', dim).readIndexSync(path) },
  }
}

/** Codes of eight bits choose so many for each one that is wanted, the keys decide. */
const refined = 4

interface LanceQuery {
  column(name: string): LanceQuery
  distanceType(name: string): LanceQuery
  ef(effort: number): LanceQuery
  nprobes(count: number): LanceQuery
  refineFactor(factor: number): LanceQuery
  select(names: string[]): LanceQuery
  limit(k: number): LanceQuery
  toArray(): Promise<{ id: number }[]>
}
interface LanceTable {
  add(rows: unknown): Promise<unknown>
  createIndex(column: string, options: object): Promise<void>
  vectorSearch(vector: Float32Array): LanceQuery
}
interface Lance {
  connect: (folder: string) => Promise<{ createTable(name: string, rows: unknown): Promise<LanceTable>; openTable(name: string): Promise<LanceTable> }>
  Index: { hnswSq(options: object): object }
}

export async function lancedb({ dim, connectivity, buildEffort }: Corpus, folder: string, indexed: boolean): Promise<Contestant> {
  const { connect, Index } = load('@lancedb/lancedb') as Lance
  const database = await connect(folder)
  let table: LanceTable | undefined
  let effort = 64
  let count = 0
  const rowsOf = (vectors: Float32Array): object[] => Array.from({ length: vectors.length / dim }, (_, row) =>
    ({ id: count++, vector: Array.from(vectors.subarray(row * dim, (row + 1) * dim)) }))
  return {
    add: async vectors => {
      if (table) await table.add(rowsOf(vectors))
      else table = await database.createTable('rows', rowsOf(vectors))
    },
    ...indexed && {
      settle: () => table!.createIndex('vector', { config: Index.hnswSq({ distanceType: 'cosine', numPartitions: 1, m: connectivity, efConstruction: buildEffort }) }),
      exert: (asked: number) => { effort = asked },
    },
    search: async (vector, k) => {
      const near = table!.vectorSearch(vector).column('vector').distanceType('cosine').select(['id', '_distance']).limit(k)
      return Array.from(await (indexed ? near.nprobes(1).ef(Math.max(effort, k * refined)).refineFactor(refined) : near).toArray(), ({ id }) => id)
    },
    load: async () => {
      const again = await (await connect(folder)).openTable('rows')
      await again.vectorSearch(new Float32Array(dim).fill(0.1)).limit(1).toArray()
    },
  }
}

interface Statement {
  run(...values: unknown[]): unknown
  all(...values: unknown[]): { rowid: number }[]
}
interface Sqlite {
  prepare(sql: string): Statement
  exec(sql: string): void
  serialize(): Buffer
}

/** In memory: nothing waits for the disk. */
export function sqliteVec({ dim }: Corpus): Contestant {
  const Database = load('better-sqlite3') as new (path: string | Buffer) => Sqlite
  const { load: extend } = load('sqlite-vec') as { load: (database: Sqlite) => void }
  const database = new Database(':memory:')
  extend(database)
  database.exec(`create virtual table rows using vec0(vector float[${dim}] distance_metric=cosine)`)
  const insert = database.prepare('insert into rows(rowid, vector) values (?, ?)')
  const select = database.prepare('select rowid from rows where vector match ? and k = ? order by distance')
  let count = 0n
  const put = (vectors: Float32Array): void => {
    for (let start = 0; start < vectors.length; start += dim) insert.run(count++, bytesOf(vectors.subarray(start, start + dim)))
  }
  return {
    add: vectors => {
      database.exec('begin')
      put(vectors)
      database.exec('commit')
    },
    write: put,
    search: (vector, k) => select.all(bytesOf(vector), k).map(({ rowid }) => rowid),
    save: path => { writeAll(path, [database.serialize()]) },
    load: path => {
      const again = new Database(fs.readFileSync(path))
      extend(again)
      again.prepare('select count(*) from rows').all()
    },
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}
