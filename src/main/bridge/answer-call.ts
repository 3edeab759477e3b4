import { z } from 'zod'
import { CONTRACT } from '@shared/bridge/contract'
import type { CallName } from '@shared/bridge/names'
import { fail, FailureError, ok, type Result } from '@shared/result'

/** What a preload sends: the call's id, if the page may want to cancel it, and its input. */
const requestSchema = z.object({ callId: z.uuid().nullable(), input: z.unknown() })

export interface AnswerOptions {
  readonly name: CallName
  readonly payload: unknown
  readonly handle: (input: never, callId: string | null) => unknown
  /** Gets what was thrown and is not a typed failure; it must not reach the page. */
  readonly onFault: (error: unknown) => void
}

/** Parses, handles, and wraps: whatever happens, the page gets a `Result`. Electron would keep only a thrown message. */
export async function answerCall({ name, payload, handle, onFault }: AnswerOptions): Promise<Result<unknown>> {
  const request = requestSchema.safeParse(payload)
  const input = CONTRACT[name].input.safeParse(request.data?.input)
  if (!request.success || !input.success) return invalid(input.error)
  try {
    const output = CONTRACT[name].output.safeParse(await handle(input.data as never, request.data.callId))
    if (output.success) return ok(output.data)
    onFault(new Error(`${name} answered out of contract at ${output.error.issues.map((issue) => issue.path.join('.')).join(', ')}`))
    return fail('INTERNAL', 'This program made a mistake.')
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure }
    onFault(error)
    return fail('INTERNAL', 'This program made a mistake.')
  }
}

/** Names the fields that do not fit, by the last part of their path; the words are the page's. */
function invalid(error: z.ZodError | undefined): Result<never> {
  const fields = Object.fromEntries((error?.issues ?? []).map((issue) => [String(issue.path.at(-1) ?? ''), issue.message]))
  return fail('VALIDATION', 'The input does not fit.', { fields })
}
