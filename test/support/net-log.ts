/** What a net log of Chromium (`--log-net-log`) tells of the way out. */
export interface SeenOutside {
  /** Addresses of HTTP requests, each once. */
  readonly requests: readonly string[]
  /** Names that a name service was asked for. */
  readonly names: readonly string[]
  /** `host:port` that something was connected to, or sent to by UDP. */
  readonly connections: readonly string[]
}

interface NetEvent {
  readonly type: number
  readonly source: { readonly id: number }
  readonly params?: { readonly url?: string; readonly address?: string; readonly hostname?: string; readonly host?: string; readonly byte_count?: number }
}

/** @param text The whole file; of a program that was killed it lacks its end. */
export function readNetLog(text: string): SeenOutside {
  const { constants, events } = parsed(text)
  const nameOf = new Map(Object.entries(constants.logEventTypes).map(([name, id]) => [id, name]))
  const [requests, names, connections] = [new Set<string>(), new Set<string>(), new Set<string>()]
  /** Where each UDP socket leads: Chromium connects some and never sends, to see whether there is a route. */
  const leads = new Map<number, string>()
  for (const { type, source, params = {} } of events) {
    const { url, address, hostname, host } = params
    switch (nameOf.get(type)) {
      case 'URL_REQUEST_START_JOB':
        if (url?.startsWith('http') || url?.startsWith('ws')) requests.add(url)
        break
      case 'HOST_RESOLVER_MANAGER_JOB':
      case 'HOST_RESOLVER_SYSTEM_TASK':
      case 'DNS_TRANSACTION':
        if (hostname ?? host) names.add(hostname ?? host ?? '')
        break
      case 'TCP_CONNECT_ATTEMPT':
        if (address) connections.add(address)
        break
      case 'UDP_CONNECT':
        if (address) leads.set(source.id, address)
        break
      case 'UDP_BYTES_SENT':
        connections.add(address ?? leads.get(source.id) ?? 'unknown')
        break
    }
  }
  return { requests: [...requests], names: [...names], connections: [...connections] }
}

function parsed(text: string): { readonly constants: { readonly logEventTypes: Record<string, number> }; readonly events: readonly NetEvent[] } {
  try {
    return JSON.parse(text) as ReturnType<typeof parsed>
  } catch {
    return JSON.parse(`${text.trimEnd().replace(/,$/, '')}]}`) as ReturnType<typeof parsed>
  }
}
