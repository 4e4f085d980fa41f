// The number formats of weights: float32, IEEE half precision and bfloat16, little-endian, to float32 and back.

/** A format that a weight can be read from and written in. */
export type WeightFormat = 'F32' | 'F16' | 'BF16'

/** Bytes of one value. */
export function bytesOf(format: WeightFormat): number {
  return format === 'F32' ? 4 : 2
}

/** True for a format that `decode` reads. */
export function isWeightFormat(name: string): name is WeightFormat {
  return name === 'F32' || name === 'F16' || name === 'BF16'
}

/** Fills `target` from `start` on with the values of `bytes`, exactly. */
export function decode(format: WeightFormat, bytes: Uint8Array, target: Float32Array, start = 0): void {
  const count = bytes.length / bytesOf(format)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (format === 'F32') {
    for (let index = 0; index < count; index++) target[start + index] = view.getFloat32(4 * index, true)
    return
  }
  const words = new Uint32Array(target.buffer, target.byteOffset, target.length)
  for (let index = 0; index < count; index++) {
    const half = view.getUint16(2 * index, true)
    words[start + index] = format === 'BF16' ? half << 16 : fromHalf(half)
  }
}

/** The values as bytes, rounded to the nearest, ties to even; what F16 can't hold becomes infinite. */
export function encode(format: WeightFormat, values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * bytesOf(format))
  const view = new DataView(bytes.buffer)
  if (format === 'F32') {
    values.forEach((value, index) => view.setFloat32(4 * index, value, true))
    return bytes
  }
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const round = format === 'BF16' ? toBrain : toHalf
  for (let index = 0; index < words.length; index++) view.setUint16(2 * index, round(words[index]!), true)
  return bytes
}

// Bits of a float32 from those of a float16.
function fromHalf(half: number): number {
  const sign = (half & 0x8000) << 16
  const exponent = (half >>> 10) & 0x1f
  const mantissa = half & 0x3ff
  if (exponent === 0x1f) return sign | 0x7f800000 | mantissa << 13
  if (exponent > 0) return sign | (exponent + 112) << 23 | mantissa << 13
  if (mantissa === 0) return sign
  // Subnormal: the leading one moves to the hidden place.
  const shift = Math.clz32(mantissa) - 21
  return sign | (113 - shift) << 23 | (mantissa << shift & 0x3ff) << 13
}

function toHalf(bits: number): number {
  const sign = bits >>> 16 & 0x8000
  const exponent = bits >>> 23 & 0xff
  const mantissa = bits & 0x7fffff
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200 | mantissa >>> 13)
  const own = exponent - 112
  if (own >= 0x1f) return sign | 0x7c00
  // A carry out of the mantissa goes into the exponent, as it should.
  if (own > 0) return sign | roundedShift(own << 23 | mantissa, 13)
  if (own < -10) return sign
  return sign | roundedShift(mantissa | 0x800000, 14 - own)
}

function toBrain(bits: number): number {
  if ((bits & 0x7f800000) === 0x7f800000 && (bits & 0x7fffff) !== 0) return bits >>> 16 | 0x40
  return roundedShift(bits >>> 0, 16)
}

function roundedShift(bits: number, places: number): number {
  const kept = bits >>> places
  const rest = bits - kept * 2 ** places
  const half = 2 ** (places - 1)
  return rest > half || rest === half && kept % 2 === 1 ? kept + 1 : kept
}
