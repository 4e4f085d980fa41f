// The relations that the graph knows, as a table: how a role between two reads as a label, and what its inverse is.

/** Gender of a person, where a text gives it. */
export type Gender = 'f' | 'm'

/**
 * Roles between two, without gender: the object is the subject's. `halfSibling` is one of whom not all parents are shared,
 * `stranger` somebody of another role, without a label.
 */
export const roles = [
  'parent', 'child', 'sibling', 'halfSibling', 'spouse', 'partner', 'friend', 'colleague', 'boss', 'pet', 'pibling', 'cousin', 'grandparent',
  'grandchild', 'parentInLaw', 'childInLaw', 'siblingInLaw', 'nibling', 'report', 'keeper', 'stranger',
] as const
export type Role = (typeof roles)[number]

/** What one may know of somebody beside roles. */
export const attributes = [
  'works_at', 'lives_in', 'born_in', 'studies_at', 'allergic_to', 'likes', 'dislikes', 'owns', 'has_job', 'speaks',
] as const
export type Attribute = (typeof attributes)[number]

/** Labels of relations between persons, as they are told. */
type KinRelation =
  | 'mother' | 'father' | 'parent' | 'sister' | 'brother' | 'sibling' | 'wife' | 'husband' | 'partner' | 'son' | 'daughter' | 'child'
  | 'friend' | 'colleague' | 'boss' | 'pet' | 'uncle' | 'aunt' | 'cousin' | 'grandmother' | 'grandfather' | 'mother_in_law'
  | 'father_in_law' | 'brother_in_law' | 'sister_in_law' | 'niece' | 'nephew'

/** Labels of all relations. */
export type Relation = KinRelation | Attribute

interface RoleEntry {
  /** Label for an object whose gender is unknown, a woman, a man; null where the language has none. */
  labels: { unknown: Relation | null; f: Relation | null; m: Relation | null }
  inverse: Role
  /** One subject has one object at a time: a new one takes the place of the old. */
  single?: true
}

const same = (label: Relation | null): RoleEntry['labels'] => ({ unknown: label, f: label, m: label })

/** Every role with its labels and its inverse. */
export const roleTable: Readonly<Record<Role, RoleEntry>> = {
  parent: { labels: { unknown: 'parent', f: 'mother', m: 'father' }, inverse: 'child' },
  child: { labels: { unknown: 'child', f: 'daughter', m: 'son' }, inverse: 'parent' },
  sibling: { labels: { unknown: 'sibling', f: 'sister', m: 'brother' }, inverse: 'sibling' },
  spouse: { labels: { unknown: 'partner', f: 'wife', m: 'husband' }, inverse: 'spouse', single: true },
  partner: { labels: same('partner'), inverse: 'partner', single: true },
  friend: { labels: same('friend'), inverse: 'friend' },
  colleague: { labels: same('colleague'), inverse: 'colleague' },
  boss: { labels: same('boss'), inverse: 'report', single: true },
  report: { labels: same(null), inverse: 'boss' },
  pet: { labels: same('pet'), inverse: 'keeper' },
  keeper: { labels: same(null), inverse: 'pet' },
  pibling: { labels: { unknown: null, f: 'aunt', m: 'uncle' }, inverse: 'nibling' },
  nibling: { labels: { unknown: null, f: 'niece', m: 'nephew' }, inverse: 'pibling' },
  cousin: { labels: same('cousin'), inverse: 'cousin' },
  grandparent: { labels: { unknown: null, f: 'grandmother', m: 'grandfather' }, inverse: 'grandchild' },
  grandchild: { labels: same(null), inverse: 'grandparent' },
  parentInLaw: { labels: { unknown: null, f: 'mother_in_law', m: 'father_in_law' }, inverse: 'childInLaw' },
  childInLaw: { labels: same(null), inverse: 'parentInLaw' },
  halfSibling: { labels: { unknown: 'sibling', f: 'sister', m: 'brother' }, inverse: 'halfSibling' },
  siblingInLaw: { labels: { unknown: null, f: 'sister_in_law', m: 'brother_in_law' }, inverse: 'siblingInLaw' },
  stranger: { labels: same(null), inverse: 'stranger' },
}

/** Attributes of which one holds at a time. */
export const singleAttributes: ReadonlySet<Attribute> = new Set<Attribute>(['works_at', 'lives_in', 'born_in', 'studies_at', 'has_job'])

/** How a role to somebody of a gender is told; null where there is no word. */
export function labelOf(role: Role, gender: Gender | null): Relation | null {
  return roleTable[role].labels[gender ?? 'unknown']
}

/** True where somebody of a role may be told as another: a half-sister is a sister, too. */
export function passesFor(role: Role, as: Role): boolean {
  return role === as || (role === 'halfSibling' && as === 'sibling')
}

/** The other gender of the two that kin words have. */
export function opposite(gender: Gender): Gender {
  return gender === 'f' ? 'm' : 'f'
}
