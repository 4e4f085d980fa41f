// Where everything lies in memory: src/tensor/scan/layout.ts decides it.

export let dim: i32 = 0
export let padded: i32 = 0
export let bytes: i32 = 0
export let earlyBytes: i32 = 0
export let smallStride: i32 = 0
export let table: usize = 0
export let signs: usize = 0
export let work: usize = 0
export let scaleUnit: f32 = 0
export let codeColumn: usize = 0
export let lateColumn: usize = 0
export let scaleColumn: usize = 0
export let strengthColumn: usize = 0
export let kindColumn: usize = 0
export let tenantColumn: usize = 0
export let timeColumn: usize = 0
export let smallColumn: usize = 0
export let keyColumn: usize = 0
export let centreColumn: usize = 0

/** Where everything lies: once for a memory. */
export function configure(
  dim_: i32, padded_: i32, bytes_: i32, earlyBytes_: i32, smallStride_: i32, table_: usize, signs_: usize, work_: usize, scaleUnit_: f32,
  code: usize, late: usize, scale: usize, strength: usize, kind: usize, tenant: usize, time: usize, small: usize, key: usize, centre: usize,
): void {
  dim = dim_
  padded = padded_
  bytes = bytes_
  earlyBytes = earlyBytes_
  smallStride = smallStride_
  table = table_
  signs = signs_
  work = work_
  scaleUnit = scaleUnit_
  codeColumn = code
  lateColumn = late
  scaleColumn = scale
  strengthColumn = strength
  kindColumn = kind
  tenantColumn = tenant
  timeColumn = time
  smallColumn = small
  keyColumn = key
  centreColumn = centre
}
