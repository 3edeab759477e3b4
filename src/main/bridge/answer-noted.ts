import type { Failure, Result } from '@shared/result'
import { type AnswerOptions, answerCall } from './answer-call'

/** Where failures that leave main are noted: the program's log, in the scope of the bridge. */
export interface FailureLog {
  /** Makes the id of one line: short enough to be read out on the phone. */
  readonly newId: () => string
  warn(line: string): void
  fault(error: unknown, id: string): void
}

/**
 * As `answerCall`. Each failure on its way to a page gets `details.requestId`, and the log has a line with the same id: what
 * a person copies out of "Details" is found there (docs/architecture.md, "The log"). A failed write has been named by then,
 * with its request (`backend/failed-write.ts`), and keeps that id. Of what a page has cancelled itself nothing is noted:
 * nobody sees it.
 */
export async function answerNoted(log: FailureLog, options: Omit<AnswerOptions, 'onFault'>): Promise<Result<unknown>> {
  let given: string | null = null
  const id = (): string => (given ??= log.newId())
  const answer = await answerCall({
    ...options,
    onFault: (error) => {
      log.fault(error, id())
    },
  })
  if (answer.ok || answer.failure.code === 'CANCELLED') return answer
  const { failure } = answer
  const known = failure.details?.['requestId']
  const requestId = typeof known === 'string' ? known : id()
  log.warn(`[${requestId}] ${options.name} failed: ${factsOf(failure).join(', ')}`)
  return { ok: false, failure: { ...failure, details: { ...failure.details, requestId } } }
}

/** Codes and names alone: the words of a failure may be the server's, and quote what was sent. */
function factsOf({ code, fields, details = {} }: Failure): string[] {
  const { status, cause, reason, permission } = details
  const why = reason !== null && typeof reason === 'object' && 'cause' in reason ? reason.cause : undefined
  return [
    code,
    ...(typeof status === 'number' ? [`HTTP ${status}`] : []),
    ...[cause, why, permission].filter((fact) => typeof fact === 'string'),
    ...(fields ? [`fields ${Object.keys(fields).join(' ')}`] : []),
  ]
}
