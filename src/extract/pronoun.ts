// How well somebody suits a pronoun, apart from being in view.
import type { Entity } from '../graph/entity.ts'
import type { Gender } from '../graph/relation.ts'

/** Who stands out: subjects of this sentence and of the one before, and the first of two who were just named together. */
export interface Scene {
  now: number | undefined
  before: number | undefined
  first: number | undefined
}

/** Who is meant by a pronoun of a gender among those in view, each with how much that is; undefined where nobody fits. */
export function meant(seen: readonly { entity: Entity; weight: number }[], gender: Gender | null, scene: Scene): number | undefined {
  const fits = seen.filter(({ entity }) => gender === null || entity.gender === null || entity.gender === gender)
    .map(({ entity, weight }) => ({ id: entity.id, weight: weight + suits(entity, gender, scene) }))
  return fits.sort((a, b) => b.weight - a.weight)[0]?.id
}

/** A weight for somebody as the one whom a pronoun of a gender means. */
function suits(entity: Entity, gender: Gender | null, { now, before, first }: Scene): number {
  const subject = entity.id === now ? 0.3 : entity.id === before ? 0.1 : 0
  // "Zoe and Kit married. She ...": of two of whom nothing is known the first is meant first.
  const leads = gender !== null && entity.gender === null && entity.id === first ? 0.14 : 0
  const known = gender !== null && entity.gender === gender ? 0.35 : 0
  return (entity.name === null && entity.id !== now ? -0.6 : 0) + soundOf(entity, gender) + known + subject + leads
}

/** Most names in -a are women's, in many languages, and few are men's: enough to choose between those of whom nothing is known. */
function soundOf({ name, gender: known }: Entity, gender: Gender | null): number {
  if (gender === null || known !== null || name === null) return 0
  const feminine = name.split(' ')[0]!.endsWith('a')
  if (feminine === (gender === 'f')) return 0.1
  return feminine ? -0.3 : -0.1
}
