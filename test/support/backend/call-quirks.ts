import type { Call, Route } from '../../../src/main/demo/call'
import type { BackendHooks } from '../../../src/main/demo/hooks'
import { maskText } from '../../../src/main/demo/masked'
import { SUPER_ROLE } from '../../../src/main/demo/permissions'
import { BadQueryError, type Reply, errorPage, isDone, refused } from '../../../src/main/demo/reply'
import { idOf } from '../../../src/main/demo/request-body'
import type { Sqlite } from '../../../src/main/sqlite/open'
import type { Quirks } from './quirks'

const DATABASE_ERROR = 'A Database Error Occurred'
const USERS = '/sys/user/users'
const ROLES = '/sys/role/roles'
const DEPTS = '/sys/dept/depts'
const MENUS = '/sys/menu/menus'

/** The quirks that concern what a route does, and what it answers. */
export function callQuirks(quirks: Readonly<Quirks>): Pick<BackendHooks, 'beforeHandle' | 'afterHandle'> {
  return {
    beforeHandle: (call, route, db) => {
      let seen = call
      if (quirks.trimsText) seen = withTrimmedName(seen, route)
      if (quirks.halfWorkThen500) seen = withHalfWork(seen, route)
      if (!quirks.unknownIdSucceeds) seen = withUnknownIdsRefused(seen, route, db)
      if (quirks.plainTextAnswers) seen = withDumps(seen, route, db)
      return seen
    },
    afterHandle: (reply, { method }) => {
      if (quirks.expiredWithHttp200 && reply.status === 401) return { ...reply, status: 200 }
      return quirks.htmlErrorPages && method !== 'GET' ? withErrorPage(reply) : reply
    },
  }
}

/** The same call, whose work is done in another way: inside its transaction, and not at all for an answer that is repeated. */
function withWork(call: Call, change: (work: () => Reply) => Reply): Call {
  return { ...call, commit: (work) => call.commit(() => change(work)) }
}

const NAMES: Readonly<Record<string, string>> = { [`POST ${USERS}`]: 'username', [`POST ${ROLES}`]: 'name', [`PUT ${ROLES}`]: 'name', [`POST ${DEPTS}`]: 'name', [`PUT ${DEPTS}`]: 'name' }

/** The name that a controller looks for before it writes: it trims, and knows nothing of what the tables will make of it. */
function withTrimmedName(call: Call, { method, path }: Route): Call {
  const key = NAMES[`${method} ${path}`]
  const name = key === undefined ? undefined : call.body[key]
  if (key === undefined || typeof name !== 'string') return call
  return { ...call, body: { ...call.body, [key]: name.trim() } }
}

/** A server that works in no transaction: what was written before the failure stays. */
function withHalfWork(call: Call, { method, path }: Route): Call {
  if (path !== USERS || (method !== 'POST' && method !== 'PUT')) return call
  return withWork(call, (work) => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof BadQueryError)) throw error
      return errorPage(500, DATABASE_ERROR, error.message)
    }
  })
}

const TABLES: Readonly<Record<string, readonly [table: string, refusal: string]>> = {
  [USERS]: ['sys_user', '数据库未查找到该用户'],
  [ROLES]: ['sys_role', '数据库未查找到该角色'],
  [DEPTS]: ['sys_dept', '数据库未查找到该机构'],
  [MENUS]: ['sys_menu', '数据库未查找到该菜单'],
}

/** A change of nothing is refused instead of called a success. */
function withUnknownIdsRefused(call: Call, { method, path }: Route, db: Sqlite): Call {
  const known = TABLES[path]
  if (method !== 'PUT' || !known) return call
  const [table, refusal] = known
  return withWork(call, (work) => {
    const reply = work()
    const isFound = db.get(`SELECT 1 FROM ${table} WHERE id = ?`, [idOf(call.body['id']) ?? null]) !== undefined
    return isDone(reply) && !isFound ? refused(refusal) : reply
  })
}

/** Deleting what does not exist, or has no permission row, answers the `var_dump` text that the original lets slip. */
function withDumps(call: Call, { method, path }: Route, db: Sqlite): Call {
  if (method !== 'DELETE' || (path !== ROLES && path !== DEPTS)) return call
  const type = path === ROLES ? 'role' : 'dept'
  const id = idOf(call.id) ?? null
  return withWork(call, (work) => {
    const isKnown = db.get('SELECT 1 FROM sys_perm WHERE perm_type = ? AND r_id = ?', [type, id]) !== undefined
    const isRefusedBefore = type === 'role' ? id === SUPER_ROLE : db.get('SELECT 1 FROM sys_dept WHERE pid = ?', [id]) !== undefined
    return isKnown || isRefusedBefore ? work() : dump(call, type)
  })
}

function dump(call: Call, type: 'role' | 'dept'): Reply {
  const dumps = [`${maskText(call.uri)} 未查找到 sys_perm 表中记录`, `perm_type="${type}" and r_id=${maskText(call.id ?? '')}`]
  const text = dumps.map((line) => `string(${Buffer.byteLength(line)}) "${line}"\n`).join('')
  return { kind: 'text', status: 200, text }
}

/** What cannot be put to the database comes as a page, as in the original on writes. */
function withErrorPage(reply: Reply): Reply {
  if (reply.kind !== 'json' || reply.status !== 400 || typeof reply.body.data !== 'string') return reply
  return errorPage(500, DATABASE_ERROR, reply.body.data)
}
