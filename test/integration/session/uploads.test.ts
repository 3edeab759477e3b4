import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Upload } from '../../../src/main/backend/upload'
import { failureOf, stateReached, until } from '../../support/client'
import { alter, hold, inject } from '../../support/fault-kinds'
import { createSessionWorld, type SessionWorld } from '../../support/session-world'

const REFRESH = '/sys/user/refreshtoken'
/** This API takes no uploads: the server's own judgement of the token counts, the rest of its answer is made up. */
const PLACE = '/sys/dept/depts'
const MEGABYTE = 1024 * 1024
const taken = alter(({ status, body }) => (status === 401 ? { status, body } : { status: 200, body: { code: 20000, data: 'taken' } }))

let world: SessionWorld
beforeEach(async () => {
  world = await createSessionWorld({ refresh: 'rotating' })
})
afterEach(() => world.close())

const upload = (more: Upload, options = {}) => world.client.authorized.send({ method: 'POST', path: PLACE, upload: more }, options)
const posts = () => world.proxy.requests.filter(({ method, path }) => method === 'POST' && path.endsWith(PLACE))
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Bytes without a pattern that a mix-up could hide in. */
function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  for (let at = 0, value = 7; at < length; at += 1) bytes[at] = value = (value * 73 + at) & 0xff
  return bytes
}

/** Gives a piece at each pull; `atEnd` is what happens then. */
function streamOf(
  pieces: readonly Uint8Array[],
  atEnd: (controller: ReadableStreamDefaultController<Uint8Array>) => void = (controller) => {
    controller.close()
  },
): ReadableStream<Uint8Array> {
  const left = [...pieces]
  return new ReadableStream({
    pull: (controller) => {
      const piece = left.shift()
      if (piece) controller.enqueue(piece)
      else atEnd(controller)
    },
  })
}

describe('F22: a body that is not JSON', () => {
  it('F22: 5 MB of bytes are replayed byte-identically, also when their owner changes them meanwhile', async () => {
    const { server, proxy } = world
    const bytes = bytesOf(5 * MEGABYTE)
    const original = sha256(bytes)
    server.control.expireAccessTokens()
    const renewing = hold('answer')
    proxy.on({ path: REFRESH, times: 1 }, renewing)
    proxy.on({ path: PLACE }, taken)
    const call = upload({ content: bytes, contentType: 'image/png' })
    await renewing.reached()
    bytes.fill(0)
    renewing.release()
    expect((await call).data).toBe('taken')
    expect(posts().map(({ bodySha256, headers }) => [bodySha256, headers['content-type']])).toEqual([
      [original, 'image/png'],
      [original, 'image/png'],
    ])
  })

  it('F22: a stream is read to its end before the first send, and its replay is byte-identical', async () => {
    const { server, proxy } = world
    const bytes = bytesOf(MEGABYTE)
    let sentBeforeItsEnd = -1
    const stream = streamOf([bytes.subarray(0, 300_000), bytes.subarray(300_000)], (controller) => {
      sentBeforeItsEnd = posts().length
      controller.close()
    })
    server.control.expireAccessTokens()
    proxy.on({ path: PLACE }, taken)
    expect((await upload({ content: stream })).data).toBe('taken')
    expect(sentBeforeItsEnd).toBe(0)
    expect(posts().map(({ bodySha256 }) => bodySha256)).toEqual([sha256(bytes), sha256(bytes)])
  })

  it('F22: a stream that somebody has read from is refused at once, even while calls wait for a sign-in', async () => {
    const { server, client } = world
    server.control.expireAllTokens()
    const waiting = failureOf(client.read())
    await stateReached(client, 'suspended')
    const stream = streamOf([bytesOf(10), bytesOf(10)])
    const reader = stream.getReader()
    await reader.read()
    reader.releaseLock()
    expect(await failureOf(upload({ content: stream }))).toMatchObject({ code: 'INTERNAL' })
    expect(client.session.view().waiting).toBe(1)
    expect(posts()).toHaveLength(0)
    client.session.putOff()
    expect(await waiting).toMatchObject({ code: 'SESSION_ENDED' })
  })

  const unfit: readonly [string, () => Upload['content'], string][] = [
    [
      'a stream that breaks off',
      () =>
        streamOf([bytesOf(1000)], (controller) => {
          controller.error(new Error('the disk is gone'))
        }),
      'INTERNAL',
    ],
    ['an empty stream', () => streamOf([]), 'VALIDATION'],
    [
      'a stream without an end',
      () =>
        streamOf([], (controller) => {
          controller.enqueue(new Uint8Array(8 * MEGABYTE))
        }),
      'VALIDATION',
    ],
  ]
  for (const [name, content, code] of unfit) {
    it(`F22: ${name} is refused, and nothing of it is sent`, async () => {
      expect(await failureOf(upload({ content: content() }))).toMatchObject({ code })
      expect(posts()).toHaveLength(0)
    })
  }

  it.each([
    ['a stream', streamOf([bytesOf(10)])],
    ['bytes', bytesOf(10)],
    ['a form', new FormData()],
  ])('F22: %s in place of JSON is refused: it would go out as {}', async (_name, body) => {
    await expect(world.client.authorized.send({ method: 'POST', path: PLACE, body })).rejects.toThrow(TypeError)
    expect(posts()).toHaveLength(0)
  })

  it('F22: a call that is cancelled while its stream is read settles at once and lets go of the stream', async () => {
    let isLetGo = false
    const cancel = new AbortController()
    const stream = new ReadableStream<Uint8Array>({
      cancel: () => {
        isLetGo = true
      },
    })
    const call = failureOf(upload({ content: stream }, { signal: cancel.signal }))
    await until(() => stream.locked)
    cancel.abort()
    expect(await call).toMatchObject({ code: 'CANCELLED' })
    expect(isLetGo).toBe(true)
    expect(posts()).toHaveLength(0)
  })

  it('F22: a stream that is read while somebody else signs in is not sent as theirs', async () => {
    let source: ReadableStreamDefaultController<Uint8Array> | undefined
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        source = controller
      },
    })
    const call = failureOf(upload({ content: stream }))
    await until(() => stream.locked)
    await world.client.signIn('test', 'test')
    source?.enqueue(bytesOf(1000))
    source?.close()
    expect(await call).toMatchObject({ code: 'SESSION_ENDED' })
    expect(posts()).toHaveLength(0)
  })
})

describe('F23: a form with a file in it', () => {
  function formOf(bytes: Uint8Array<ArrayBuffer>): FormData {
    const form = new FormData()
    form.set('name', 'Größe 大')
    form.set('file', new Blob([bytes], { type: 'application/pdf' }), 'report.pdf')
    return form
  }

  it('F23: after 50014 at 90 % the whole of it goes again, and its progress starts over', async () => {
    const { proxy } = world
    const size = 3 * MEGABYTE
    proxy.on({ path: PLACE, afterBytes: 0.9 * size, times: 1 }, inject({ status: 401, body: { code: 50014, message: 'Expired token' } }))
    proxy.on({ path: PLACE }, taken)
    const told: { sent: number; total: number }[] = []
    const call = upload({ content: formOf(bytesOf(size)), onProgress: (sent, total) => told.push({ sent, total }) })
    expect((await call).data).toBe('taken')
    const [first, second] = posts()
    const total = told[0]?.total ?? 0
    expect(total).toBeGreaterThan(size)
    expect(first?.bodyBytes).toBeLessThan(total)
    expect(second?.bodyBytes).toBe(total)
    expect(second?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(second?.headers['content-type']).toBe(first?.headers['content-type'])
    expect(second?.token).not.toBe(first?.token)
    const [once, again] = [
      told.slice(
        0,
        told.findLastIndex(({ sent }) => sent === 0),
      ),
      told.slice(told.findLastIndex(({ sent }) => sent === 0)),
    ]
    expect(once[0]?.sent).toBe(0)
    expect(once.at(-1)?.sent).toBeGreaterThanOrEqual(0.9 * size)
    expect(again.at(-1)?.sent).toBe(total)
    for (const run of [once, again]) expect(run.map(({ sent }) => sent)).toEqual(run.map(({ sent }) => sent).toSorted((a, b) => a - b))
  })

  it('F23: its replay is byte-identical, boundary and all', async () => {
    const { server, proxy } = world
    server.control.expireAccessTokens()
    proxy.on({ path: PLACE }, taken)
    expect((await upload({ content: formOf(bytesOf(MEGABYTE)) })).data).toBe('taken')
    const [first, second] = posts()
    expect(posts()).toHaveLength(2)
    expect(second?.bodySha256).toBe(first?.bodySha256)
    expect(first?.bodyBytes).toBeGreaterThan(MEGABYTE)
  })
})
