// One thing that a clause says, before it is known who is meant.
import type { Gender } from '../graph/relation.ts'
import type { Kin } from './kin.ts'
import type { Mood } from './mood.ts'
import type { Name } from './name.ts'
import type { Phrase } from './phrase.ts'
import type { Told } from './told.ts'

/** One thing that a clause says, in the words of the sentence. */
export type Saying = { at: number; mood: Mood } & (
  | { type: 'kin'; owners: readonly Phrase[]; kin: Kin; members: readonly Phrase[]; names: readonly Name[] }
  | { type: 'same'; left: Phrase; right: Phrase }
  | { type: 'gender'; who: readonly Phrase[]; gender: Gender }
  | { type: 'animal'; who: readonly Phrase[] }
  | { type: 'named'; who: readonly Phrase[]; name: Name }
  | { type: 'surname'; who: readonly Phrase[]; name: Name }
  /** What each is to the others; of two, where they differ, what the first is and what the second. */
  | { type: 'mutual'; among: readonly Phrase[]; kin: Kin; second?: Kin }
  | { type: 'left'; who: readonly Phrase[]; gone: boolean }
  | { type: 'attribute'; who: readonly Phrase[]; told: Told }
)
