import { GIVEN, LATIN_FIRST, LATIN_LAST, SURNAMES } from './names'
import { SEED_DEPTS } from './organisation'

/** One made-up person. The same position always gives the same person. */
export interface GeneratedUser {
  readonly username: string
  readonly tel: string
  readonly email: string
  readonly sex: number | null
  readonly lastLoginIp: string
  readonly lastLoginTime: number | null
  readonly createTime: number
  readonly status: 0 | 1
  readonly listorder: number
  readonly role: readonly number[]
  readonly dept: readonly number[]
}

/** Fixed, not "today": the demo data of two installations are the same. */
const FIRST_DAY = Date.UTC(2020, 3, 1) / 1000
const LAST_DAY = Date.UTC(2026, 8, 30) / 1000
const SEED = 0x5eed_4310

/** Weighted by repetition: most people are ordinary. */
const ROLES = [2, 3, 4, 4, 5, 6, 7, 7, 7, 8, 8, 8, 8, 9]

/** `count` users with user names unique among themselves and against `taken`. About half have Chinese names. */
export function generateUsers(count: number, taken: readonly string[]): GeneratedUser[] {
  const random = createRandom(SEED)
  const used = new Set(taken.map((name) => name.toLowerCase()))
  return Array.from({ length: count }, () => {
    const isChinese = random.chance(0.5)
    const { username, mailbox } = isChinese ? chineseName(random) : latinName(random)
    return person(random, unique(username, used), mailbox, isChinese)
  })
}

type Random = ReturnType<typeof createRandom>

/** User names are pinyin mostly; one in six is in characters, so that searching in Chinese has something to find. */
function chineseName(random: Random): { username: string; mailbox: string } {
  const parts = [random.pick(SURNAMES), random.pick(GIVEN), ...(random.chance(0.6) ? [random.pick(GIVEN)] : [])]
  const pinyin = parts.map((part) => part.pinyin.replace('ü', 'v')).join('')
  return { username: random.chance(1 / 6) ? parts.map((part) => part.written).join('') : pinyin, mailbox: pinyin }
}

function latinName(random: Random): { username: string; mailbox: string } {
  const first = random.pick(LATIN_FIRST).toLowerCase()
  const last = random.pick(LATIN_LAST).toLowerCase()
  return { username: `${first}.${last}`, mailbox: `${first}.${last}` }
}

/** The second of a name gets a 2, and so on, as account names are made anywhere. */
function unique(name: string, used: Set<string>): string {
  let candidate = name
  for (let number = 2; used.has(candidate); number += 1) candidate = `${name}${number}`
  used.add(candidate)
  return candidate
}

function person(random: Random, username: string, mailbox: string, isChinese: boolean): GeneratedUser {
  const number = /\d+$/.exec(username)?.[0] ?? ''
  const createTime = random.between(FIRST_DAY, LAST_DAY)
  const hasSignedIn = random.chance(0.7)
  const hasRole = random.chance(0.97)
  return {
    username,
    tel: random.chance(0.85) ? phone(random, isChinese) : '',
    email: random.chance(0.93) ? `${mailbox}${number}@${isChinese ? 'example.com' : 'mail.example.com'}` : '',
    sex: random.chance(0.1) ? null : random.between(0, 1),
    lastLoginIp: hasSignedIn ? `192.0.2.${random.between(1, 254)}` : '',
    lastLoginTime: hasSignedIn ? random.between(createTime, LAST_DAY) : null,
    createTime,
    status: random.chance(0.92) ? 1 : 0,
    listorder: random.chance(0.12) ? random.between(10, 999) : 1000,
    role: hasRole ? ascending([random.pick(ROLES), ...(random.chance(0.15) ? [random.pick(ROLES)] : [])]) : [],
    dept: random.chance(0.95) ? ascending([random.pick(SEED_DEPTS).id, ...(random.chance(0.2) ? [random.pick(SEED_DEPTS).id] : [])]) : [],
  }
}

/** Numbers that reach nobody: zeroes in place of the Chinese area block, and Ofcom's block for drama. */
function phone(random: Random, isChinese: boolean): string {
  const last = String(random.between(0, 9999)).padStart(4, '0')
  return isChinese ? `13${random.between(0, 9)}0000${last}` : `+44 7700 900${last.slice(1)}`
}

function ascending(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b)
}

/** mulberry32: small, fast, and the same everywhere; nothing here needs to be unpredictable. */
function createRandom(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    chance: (probability: number): boolean => next() < probability,
    /** A whole number, both ends included. */
    between: (low: number, high: number): number => low + Math.floor(next() * (high - low + 1)),
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T,
  }
}
