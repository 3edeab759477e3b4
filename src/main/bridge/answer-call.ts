import { z } from 'zod'
import { CONTRACT } from '@shared/bridge/contract'
import type { CallName } from '@shared/bridge/names'
import { fail, FailureError, ok, type Result } from '@shared/result'
import { fitsSize, LARGEST_INPUT } from '@shared/size'

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
  // Before anything is made of it: a page that is not itself any more must not take main's memory or time.
  if (!fitsSize(payload, LARGEST_INPUT)) return fail('VALIDATION', 'The input is too large.', { details: { cause: 'tooLarge' } })
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

/** Of an input that is wrong in more places, the rest says nothing new. */
const MOST_FIELDS = 50
/** Some words of the parser's own quote what they are about. */
const LONGEST_WORDS = 200

/** Names the fields that do not fit, by the last part of their path; the words are the page's. */
function invalid(error: z.ZodError | undefined): Result<never> {
  const named = (error?.issues ?? []).slice(0, MOST_FIELDS)
  const fields = Object.fromEntries(named.map(({ path, message }) => [String(path.at(-1) ?? '').slice(0, LONGEST_WORDS), message.slice(0, LONGEST_WORDS)]))
  return fail('VALIDATION', 'The input does not fit.', { fields })
}
