import { constants, crc32, deflateRawSync, gzipSync } from 'node:zlib'
import type { Fault } from './fault-kinds'

/** Answers that are more than anybody should take. The server is not asked. */

export interface Flood extends Fault {
  /** Bytes that were written of all its answers together, as they go over the wire. */
  readonly sent: number
  /** Answers that nobody has ended yet. */
  readonly open: number
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8' }
const CHUNK = 64 * 1024

function flood(body: () => Iterable<Buffer>, headers: Readonly<Record<string, string>> = {}, status = 200): Flood {
  let [sent, open] = [0, 0]
  const fault: Fault = () => {
    open += 1
    return Promise.resolve({
      kind: 'stream',
      status,
      headers: { ...JSON_HEADERS, ...headers },
      body: body(),
      sent: (bytes) => {
        sent += bytes
      },
      ended: () => {
        open -= 1
      },
    })
  }
  return Object.defineProperties(fault, { sent: { get: () => sent }, open: { get: () => open } }) as Flood
}

/** An envelope that begins well, and never ends. */
export function endlessBody(status = 200): Flood {
  return flood(
    function* () {
      yield Buffer.from('{"code":20000,"type":"success","data":{"items":[{"id":1,"username":"')
      const more = Buffer.alloc(CHUNK, 'x')
      for (;;) yield more
    },
    {},
    status,
  )
}

/** The same in gzip: each kilobyte of it is a megabyte, and it is one stream without an end. */
export function gzipBomb(): Flood {
  return flood(
    function* () {
      const begin = Buffer.from('{"code":20000,"type":"success","data":"')
      // The ten bytes of a header (RFC 1952 §2.3), and blocks that stand for themselves each.
      yield gzipSync(Buffer.alloc(0)).subarray(0, 10)
      yield blockOf(begin)
      const more = blockOf(Buffer.alloc(1024 * 1024, 'x'))
      for (;;) yield more
    },
    { 'content-encoding': 'gzip' },
  )
}

function blockOf(bytes: Buffer): Buffer {
  return deflateRawSync(bytes, { finishFlush: constants.Z_FULL_FLUSH })
}

/** Well-formed JSON of about this size, all of it rows of a list of users, the same ones again and again: to make each would take longer than to send them. */
export function hugeJson(bytes: number): Flood {
  const some = Buffer.from(`${Array.from({ length: 500 }, (_, index) => departmentJson(index + 1)).join(',')},`)
  return flood(function* () {
    yield Buffer.from('{"code":20000,"type":"success","data":{"total":500,"items":[')
    for (let sent = 0; sent < bytes; sent += some.length) yield some
    yield Buffer.from(`${departmentJson(1)}]}}`)
  })
}

/** So many departments, well-formed and ten to each one above: about 125 bytes each. */
export function* rowsAsJson(count: number): Generator<Buffer> {
  yield Buffer.from('{"code":20000,"type":"success","data":[')
  let part: string[] = []
  for (let id = 1; id <= count; id += 1) {
    part.push(departmentJson(id))
    if (part.length === 500 || id === count) {
      yield Buffer.from(part.join(',') + (id === count ? '' : ','))
      part = []
    }
  }
  yield Buffer.from(']}')
}

function departmentJson(id: number): string {
  return JSON.stringify({ id, pid: Math.floor(id / 10), name: `部门 ${id}`, aliasname: crc32(String(id)).toString(36), listorder: id % 1000, status: '1', isDisabled: false })
}

/** A tree that goes down so many levels, one node on each. */
export function deepTree(levels: number, place: 'data' | 'menu' = 'data'): Flood {
  return flood(function* () {
    yield Buffer.from(place === 'menu' ? '{"code":20000,"data":{"id":1,"username":"admin","asyncRouterMap":' : '{"code":20000,"data":')
    for (let id = 1; id <= levels; id += 1) yield Buffer.from(`[{"id":${id},"pid":${id - 1},"type":1,"title":"t","name":"n${id}","path":"/p/${id}","children":`)
    yield Buffer.from('[]')
    yield Buffer.from('}]'.repeat(levels))
    yield Buffer.from(place === 'menu' ? '}}' : '}')
  })
}

/** A page of users with so many rows, whatever was asked for. */
export function userRows(count: number, more: (id: number) => object = () => ({})): Flood {
  return flood(function* () {
    yield Buffer.from(`{"code":20000,"data":{"total":${count},"items":[`)
    for (let id = 1; id <= count; id += 1) yield Buffer.from(`${id > 1 ? ',' : ''}${JSON.stringify({ id, username: `u${id}`, role: [2], dept: [], ...more(id) })}`)
    yield Buffer.from(']}}')
  })
}
