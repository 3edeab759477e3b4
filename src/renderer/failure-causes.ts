import type { Failure } from '@shared/result'

/** Causes that are known better than by their code, and have words of their own under `causes`. */
export type FailureCause = 'tokenHeader' | 'tooLarge' | 'tooDeep' | 'tooManyRows' | PlaceCause

/** Why a record was not put to another place in its tree. */
const PLACE_CAUSES = ['parentBelow', 'parentGone', 'parentRaced', 'parentWaits'] as const
type PlaceCause = (typeof PLACE_CAUSES)[number]

/** Null where the words for the code are the best there are. */
export function failureCause(failure: Failure): FailureCause | null {
  if (isTokenHeader(failure)) return 'tokenHeader'
  const place = PLACE_CAUSES.find((one) => one === failure.details?.['cause'])
  if (place) return place
  const cause = failure.code === 'BAD_REPLY' ? failure.details?.['cause'] : null
  return cause === 'tooLarge' || cause === 'tooDeep' || cause === 'tooManyRows' ? cause : null
}

/** The server did not see the token, or refused it as soon as it had given it out: most likely it looks for another header. */
function isTokenHeader({ details }: Failure): boolean {
  return details?.['cause'] === 'token-header' || details?.['cause'] === 'header-stripped'
}
