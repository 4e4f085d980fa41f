// provisional until the fitted policy arrives
import type { ControllerParams } from './controller.ts'
import type { FusionParams } from '../encode/fusion.ts'
import type { KindParams } from '../gate/kind.ts'
import type { GateParams } from '../gate/network.ts'
export interface Policy { gate: GateParams; kind: KindParams; controller: ControllerParams; fusion: FusionParams }
export function loadPolicy(_bytes: Uint8Array): Policy { throw new Error('provisional') }
