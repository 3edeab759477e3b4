import type { Fields } from '../../src/shared/merge'
import { applyQuery } from '../../src/shared/resources/apply-query'
import { RESOURCES } from '../../src/shared/resources/registry'
import type { ResourceName, Row } from '../../src/shared/resources/resource'
import { failed } from '../../src/shared/result'
import { UnansweredError } from '../../src/main/backend/authorized'
import type { ResourceClient } from '../../src/main/backend/resources/resource-client'

/** Ways in which servers keep texts. */
export const TEXT_WAYS = {
  asItIs: (text: string) => text,
  cutAtFourBytes: (text: string) => text.replace(/[\u{10000}-\u{10ffff}].*$/su, ''),
  fourMarks: (text: string) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '????'),
  oneMark: (text: string) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '\uFFFD'),
  leftOut: (text: string) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, ''),
  trimmed: (text: string) => text.trim(),
  small: (text: string) => text.toLowerCase(),
  short: (text: string) => [...text].slice(0, 6).join(''),
} as const
export type TextWay = keyof typeof TEXT_WAYS

/** What became of one request to make a record. */
interface Post {
  /** The entry's. */
  readonly key: string
  readonly isAnswered: boolean
  readonly rowId: number | null
}

/**
 * A server of one resource in a few lines of memory, that keeps texts in its own way and answers when it likes: requests
 * get lost before it, answers after it, and lists cannot be read. It honours no idempotency key, as the original.
 */
export interface KeepingServer {
  readonly client: ResourceClient
  readonly rows: Map<number, Row>
  readonly posts: Post[]
  readonly puts: { readonly key: string; readonly isAnswered: boolean }[]
  isFaulty: boolean
}

export function createKeepingServer(resource: ResourceName, way: TextWay, random: () => number): KeepingServer {
  const rows = new Map<number, Row>()
  let lastId = 0
  const stored = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, typeof value === 'string' ? TEXT_WAYS[way](value) : value]))
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const isBad = (probability: number): boolean => server.isFaulty && random() < probability
  const lost = (): UnansweredError => new UnansweredError(failed('OFFLINE', 'lost'))
  const reading = async (): Promise<void> => {
    await turn()
    if (isBad(0.2)) throw failed('OFFLINE', 'no way')
  }
  const server: KeepingServer = {
    rows,
    posts: [],
    puts: [],
    isFaulty: true,
    client: {
      list: async (query) => {
        await reading()
        return applyQuery(RESOURCES[resource], [...rows.values()], query)
      },
      get: async (id) => {
        await reading()
        const row = rows.get(id)
        if (!row) throw failed('NOT_FOUND', 'gone')
        return row
      },
      find: async (key) => {
        await reading()
        return [...rows.values()].filter((row) => Object.entries(key).every(([field, value]) => row[field] === value))
      },
      create: async (values, { idempotencyKey: key }) => {
        await turn()
        if (isBad(0.2)) {
          server.posts.push({ key, isAnswered: false, rowId: null })
          throw lost()
        }
        const { password: _, ...open } = values
        const id = (lastId += 1 + Math.floor(random() * 3))
        rows.set(id, { createdAt: null, ...stored(open), id })
        const isAnswered = !isBad(0.3)
        server.posts.push({ key, isAnswered, rowId: id })
        await turn()
        if (!isAnswered) throw lost()
      },
      update: async (current, edits, { idempotencyKey: key }) => {
        await turn()
        if (isBad(0.2)) throw lost()
        rows.set(current.id, { ...(rows.get(current.id) ?? current), ...stored(edits), id: current.id })
        const isAnswered = !isBad(0.3)
        server.puts.push({ key, isAnswered })
        await turn()
        if (!isAnswered) throw lost()
      },
      remove: async (id) => {
        await turn()
        rows.delete(id)
      },
    },
  }
  return server
}
