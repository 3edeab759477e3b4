import type { Failure } from '@shared/result'

/** The server did not see the token, or refused it as soon as it had given it out: most likely it looks for another header. */
export function isTokenHeader({ details }: Failure): boolean {
  return details?.['cause'] === 'token-header' || details?.['cause'] === 'header-stripped'
}
