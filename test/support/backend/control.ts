import { columnValues, updateRow } from '../../../src/main/demo/columns'
import type { Lifetimes, RefreshKind } from '../../../src/main/demo/options'
import type { PermType } from '../../../src/main/demo/permissions'
import { linksOf, setLinks } from '../../../src/main/demo/routes/user-links'
import type { DemoBackend } from '../../../src/main/demo/start-demo-backend'
import type { Capabilities, CapabilitySwitches } from './capabilities'
import type { Quirks } from './quirks'
import type { ThirdParties, ThirdPartyName, ThirdPartySetup } from './third-party'
import type { TokenSwitches } from './token-switches'
import type { Traffic, TrafficCounts } from './traffic'

/** A user as the server has it, for assertions. Never the password. */
export interface StoredUser {
  readonly id: number
  readonly username: string
  readonly tel: string
  readonly email: string
  readonly avatar: string
  readonly sex: number | null
  readonly last_login_ip: string
  readonly last_login_time: number | null
  readonly create_time: number | null
  readonly status: number
  readonly listorder: number
  readonly role: readonly number[]
  readonly dept: readonly number[]
}

/** What someone else may change about a user behind the client's back. */
type UserChange = Partial<Omit<StoredUser, 'id'>>

/** The hand behind the server: for tests, the tour and the demo's own needs. Nothing of it is reachable by HTTP. */
export interface DemoControl {
  /** For tokens made from now on. */
  setLifetimes(lifetimes: Lifetimes): void
  setRefresh(kind: RefreshKind, options?: { readonly graceMs?: number }): void
  setQuirks(quirks: Partial<Quirks>): void
  /** What only some servers have comes or goes, with its operation in the menu. */
  setCapabilities(capabilities: Partial<Capabilities>): void
  /** What the captcha's picture that was given out last shows; null before the first. */
  captchaText(): string | null
  /** Every captcha that was given out so far is too old from now on. */
  expireCaptchas(): void
  /** Sets a third party up for signing in; null takes it away. */
  setThirdParty(name: ThirdPartyName, setup: ThirdPartySetup | null): void
  /** Every access token issued so far answers 50014 from now on. */
  expireAccessTokens(): void
  /** Access tokens answer 50014 and refresh tokens 50015 from now on, all that were issued so far. */
  expireAllTokens(): void
  /** Holds back every answer below this path (`/sys/user/refreshtoken`; all by default) by so many ms; 0 ends it. */
  setDelay(delayMs: number, pathPrefix?: string): void
  counts(): TrafficCounts
  resetCounts(): void
  /** False when there is no such user. */
  setPassword(username: string, password: string): Promise<boolean>
  /** Someone else changes the user. False when there is no such user; throws on an unknown role or department. */
  updateUser(id: number, change: UserChange): boolean
  /** The user gets a number that is free: as when a server gives one again. False when there is no such user. */
  renumberUser(id: number, to: number): boolean
  /** The permission row of a role or department goes, the record stays: an accident that the original knows. */
  losePermission(type: PermType, rowId: number): void
  /** Someone else deletes the user. False when there is no such user. */
  deleteUser(id: number): boolean
  user(id: number): StoredUser | undefined
  userByName(username: string): StoredUser | undefined
  userCount(): number
}

const COLUMNS = 'id, username, tel, email, avatar, sex, last_login_ip, last_login_time, create_time, status, listorder'
const CHANGEABLE = {
  username: 'text',
  tel: 'text',
  email: 'text',
  avatar: 'text',
  sex: 'number or null',
  last_login_ip: 'text',
  last_login_time: 'number or null',
  create_time: 'number or null',
  status: 'number',
  listorder: 'number',
} as const

/** What the hand works on: the inside of the demo, and the switches in its hooks. */
type ControlParts = DemoBackend['inside'] & {
  readonly quirks: Quirks
  readonly capabilities: CapabilitySwitches
  readonly traffic: Traffic
  readonly thirdParties: ThirdParties
  readonly tokens: TokenSwitches
}

export function createControl({ world, policy, quirks, capabilities, traffic, thirdParties, tokens }: ControlParts): DemoControl {
  const { db, passwords } = world
  const find = (where: 'id' | 'username', value: number | string): StoredUser | undefined => {
    const row = db.get<Omit<StoredUser, 'role' | 'dept'>>(`SELECT ${COLUMNS} FROM sys_user WHERE ${where} = ? ORDER BY id`, [value])
    return row && { ...row, ...(linksOf(db, [row.id]).get(row.id) ?? { role: [], dept: [] }) }
  }
  return {
    setLifetimes: (lifetimes) => {
      policy.lifetimes = lifetimes
    },
    setRefresh: (kind, options = {}) => {
      policy.refresh = kind
      if (options.graceMs !== undefined) policy.rotationGraceMs = options.graceMs
    },
    setQuirks: (changed) => {
      Object.assign(quirks, changed)
    },
    setCapabilities: (changed) => {
      capabilities.set(changed, world)
    },
    captchaText: capabilities.captchaText,
    expireCaptchas: capabilities.expireCaptchas,
    setThirdParty: thirdParties.setUp,
    expireAccessTokens: () => {
      tokens.expire('role_access')
    },
    expireAllTokens: () => {
      tokens.expire('role_access')
      tokens.expire('role_refresh')
    },
    setDelay: (delayMs, pathPrefix = '') => {
      traffic.setDelay(delayMs, pathPrefix)
    },
    counts: traffic.counts,
    resetCounts: traffic.reset,
    setPassword: async (username, password) => {
      const hash = await passwords.hash(password)
      return db.run('UPDATE sys_user SET password = ? WHERE username = ?', [hash, username]).changes > 0
    },
    updateUser: (id, { role, dept, ...columns }) =>
      db.transaction(() => {
        const before = linksOf(db, [id]).get(id) ?? { role: [], dept: [] }
        if (!updateRow(db, 'sys_user', id, columnValues(columns, CHANGEABLE, []))) return false
        setLinks(db, id, { role: role ?? before.role, dept: dept ?? before.dept })
        return true
      }),
    renumberUser: (id, to) =>
      db.transaction(() => {
        const links = linksOf(db, [id]).get(id) ?? { role: [], dept: [] }
        setLinks(db, id, { role: [], dept: [] })
        if (db.run('UPDATE sys_user SET id = ? WHERE id = ?', [to, id]).changes === 0) return false
        setLinks(db, to, links)
        return true
      }),
    losePermission: (type, rowId) => {
      db.run('DELETE FROM sys_perm WHERE perm_type = ? AND r_id = ?', [type, rowId])
    },
    deleteUser: (id) => db.run('DELETE FROM sys_user WHERE id = ?', [id]).changes > 0,
    user: (id) => find('id', id),
    userByName: (username) => find('username', username),
    userCount: () => db.get<{ count: number }>('SELECT count(*) AS count FROM sys_user')?.count ?? 0,
  }
}
