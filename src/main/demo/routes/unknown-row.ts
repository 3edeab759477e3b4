import type { Call } from '../call'
import { maskText } from '../masked'
import { type Reply, refused } from '../reply'
import type { DemoWorld } from '../world'

/** Deleting what does not exist, or has no permission row: a refusal, or the `var_dump` text that the original lets slip. */
export function unknownRow(world: DemoWorld, call: Call, type: 'role' | 'dept', message: string): Reply {
  if (!world.quirks.plainTextAnswers) return refused(message)
  const dumps = [`${maskText(call.uri)} 未查找到 sys_perm 表中记录`, `perm_type="${type}" and r_id=${maskText(call.id ?? '')}`]
  const text = dumps.map((dump) => `string(${Buffer.byteLength(dump)}) "${dump}"\n`).join('')
  return { kind: 'text', status: 200, text }
}
