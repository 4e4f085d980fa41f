// Where what lies: blocks of 4,096 rows, column after column, so that growth moves nothing. D dim, P dim padded to a multiple of 16.

/** Rows of a block: two to the power of `blockShift`. */
export const blockShift = 12
export const blockRows: number = 1 << blockShift

/** Blocks that the table of their addresses has room for. */
export const mostBlocks = 16_384

/** Kind of a free row: past all that can be wanted. */
export const freeKind = 255

/** Kinds that a row can have: 0 to 15. */
export const kindCount = 16

/** Log strengths in the coarse column, per 1. */
export const strengthSteps = 1024

/** Of a column: its address from the block's start and how many bytes a row takes. */
export interface Column {
  offset: number
  stride: number
}

/** The columns of a block, in the order in which they lie. */
interface Columns {
  /** First parts of the sign codes: sixteen rows at a time, byte by byte, so that a vector holds one byte of each. */
  code: Column
  /** int16: what a code's agreement with a query is worth, in `scaleUnit`. */
  scale: Column
  /** int16: log strength as of the block's tick, in 1/1,024. */
  coarseStrength: Column
  kind: Column
  tenant: Column
  /** float64: milliseconds of the clock. */
  time: Column
  /** float64: strength when last set. */
  strength: Column
  /** float64: the tick when it was. */
  tick: Column
  /** int8 [P], then its scale in float32. */
  small: Column
  /** The other parts of the sign codes, in the same way. */
  lateCode: Column
  /** float32 [P]. */
  key: Column
}

export interface Layout {
  dim: number
  /** P. */
  padded: number
  /** Bytes of a sign code. */
  codeBytes: number
  /** Bytes of its first part, by which most rows are passed over: half of it, or all where it is short. */
  earlyBytes: number
  columns: Columns
  /** Offset of the block's centre [P], which its codes are relative to. */
  centre: number
  /** Bytes of a block. */
  blockBytes: number
  /** One over what 1 of the scale column stands for: 4 / sqrt(D) is 32,768, three times what a vector of length 1 has. */
  scaleUnit: number
}

/** The layout for keys of a length [1, 4096]. */
export function layoutOf(dim: number): Layout {
  const padded = Math.ceil(dim / 16) * 16
  const codeBytes = Math.ceil(dim / 8)
  const earlyBytes = codeBytes < 16 ? codeBytes : Math.ceil(codeBytes / 8) * 4
  let offset = 0
  const place = (bytes: number): number => {
    const placed = offset
    offset = Math.ceil((offset + bytes) / 64) * 64
    return placed
  }
  const column = (stride: number): Column => ({ offset: place(stride * blockRows), stride })
  // What every search reads comes first, so that it lies together.
  const centre = place(padded * 4)
  const columns: Columns = {
    code: column(earlyBytes),
    scale: column(2),
    coarseStrength: column(2),
    kind: column(1),
    tenant: column(4),
    time: column(8),
    strength: column(8),
    tick: column(8),
    lateCode: column(codeBytes - earlyBytes),
    small: column(padded + 16),
    key: column(padded * 4),
  }
  return { dim, padded, codeBytes, earlyBytes, columns, centre, blockBytes: offset, scaleUnit: Math.fround((32768 * Math.sqrt(dim)) / 4) }
}

/** Address of a slot's value in a column other than `code`. */
export function placeOf(blocks: ArrayLike<number>, slot: number, { offset, stride }: Column): number {
  return blocks[slot >>> blockShift]! + offset + (slot & (blockRows - 1)) * stride
}
