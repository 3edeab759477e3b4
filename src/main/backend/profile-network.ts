import { randomUUID } from 'node:crypto'
import { session as electronSession, type Session } from 'electron'
import { createCertificateCheck } from './certificates/certificate-check'
import { withUsualNames } from './header-names'
import type { Fetch } from './http'

/** A profile's two ways through Chromium's network stack (system proxy, PAC, the operating system's trust store). */
export interface ProfileNetwork {
  readonly readFetch: Fetch
  readonly writeFetch: Fetch
  /** Where the server sent the last such request on to, as an origin; null when it did not. */
  redirectedTo(): string | null
  /** Ends the kept connections of reads that carry nothing just now; a request that hangs keeps its own. */
  closeReads(): Promise<void>
  /** Ends its connections; for a network that another one has taken the place of. */
  close(): void
}

export interface ProfileNetworkOptions {
  readonly profileId: string
  /** PEM text of a CA that this profile trusts besides the system's; null for none. */
  readonly extraCa: string | null
}

/**
 * Two partitions in memory. Reads keep their sockets. Everything that changes something has a socket of its own for each
 * request (`Connection: close`): Chromium sends a request again by itself when a reused socket dies unanswered, POST
 * included, and six hung reads would otherwise take all sockets of the host from a renewal.
 */
export function createProfileNetwork({ profileId, extraCa }: ProfileNetworkOptions): ProfileNetwork {
  // Chromium remembers its verdicts on certificates per partition: a changed CA needs new ones.
  const name = `${profileId}/${randomUUID()}`
  const [reads, writes] = [partition(`${name}/reads`), partition(`${name}/writes`, { Connection: 'close' })]
  if (extraCa) for (const session of [reads, writes]) session.setCertificateVerifyProc(createCertificateCheck(extraCa))
  let redirectedTo: string | null = null
  for (const session of [reads, writes]) {
    session.webRequest.onBeforeRedirect(({ redirectURL }) => {
      redirectedTo = new URL(redirectURL).origin
    })
  }
  return {
    redirectedTo: () => redirectedTo,
    readFetch: fetchOf(reads),
    writeFetch: fetchOf(writes),
    closeReads: () => reads.closeAllConnections(),
    close: () => {
      void reads.closeAllConnections()
      void writes.closeAllConnections()
    },
  }
}

/**
 * Hardened as every session is, when it is made (`desktop.ts`). Without the prefix `persist:` a partition lives in memory;
 * nothing of an answer is ever on the disk. Every request of it leaves with the usual names of its headers: `fetch` writes
 * them in lower case, and only what is set in this hook keeps its case on the wire. A session has one such hook, so whatever
 * else goes into each request is given here.
 */
export function partition(name: string, more: Readonly<Record<string, string>> = {}): Session {
  const made = electronSession.fromPartition(`holdfast/${name}`, { cache: false })
  made.webRequest.onBeforeSendHeaders((details, proceed) => {
    proceed({ requestHeaders: { ...withUsualNames(details.requestHeaders), ...more } })
  })
  return made
}

export function fetchOf(session: Session): Fetch {
  return (input, init) => session.fetch(input instanceof URL ? input.href : input, init)
}
