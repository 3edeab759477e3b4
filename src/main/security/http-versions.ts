import type { CommandLine } from 'electron'

/**
 * HTTP/1.1 only, for every partition and window; must run before `ready`, and cannot be set for one partition alone.
 *
 * Over HTTP/2 all writes of a partition share one connection (`Connection: close` has no meaning there), and Chromium sends
 * a POST again by itself when that connection is reset or closed before the answer: one click became two users. Its header
 * names are lower-case besides, which servers that look for exactly `Authorization` do not find.
 */
export function keepToHttp1(commandLine: Pick<CommandLine, 'appendSwitch'>): void {
  commandLine.appendSwitch('disable-http2')
  commandLine.appendSwitch('disable-quic')
}
