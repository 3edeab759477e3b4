/** For each of the two handshakes, in milliseconds. */
const HANDSHAKE_LIMIT_MS = 2000

/**
 * Whether the server at this origin takes a TLS connection for HTTP/2 and none for HTTP/1.1 (ALPN, RFC 7301). Two handshakes
 * and not a byte more: no certificate is trusted by it, nothing is sent or read. Never rejects.
 */
export async function isHttp2Only(origin: string): Promise<boolean> {
  if ((await chosenProtocol(origin, 'http/1.1')) === 'http/1.1') return false
  return (await chosenProtocol(origin, 'h2')) === 'h2'
}

/** What the server chooses when it is offered this one; null when there is no connection, or no choice. */
async function chosenProtocol(origin: string, offered: string): Promise<string | null> {
  // Not read at each start: nothing else there needs Node's own TLS.
  const [{ connect }, { isIP }] = await Promise.all([import('node:tls'), import('node:net')])
  const { hostname, port } = new URL(origin)
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port || 443), ALPNProtocols: [offered], rejectUnauthorized: false, ...(isIP(host) ? {} : { servername: host }) })
    const end = (chosen: string | null): void => {
      socket.destroy()
      resolve(chosen)
    }
    socket.setTimeout(HANDSHAKE_LIMIT_MS, () => {
      end(null)
    })
    socket.once('secureConnect', () => {
      end(socket.alpnProtocol || null)
    })
    socket.once('error', () => {
      end(null)
    })
  })
}
