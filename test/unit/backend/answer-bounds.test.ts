import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBody } from '../../../src/main/backend/answer-body'
import { LONGEST_PARSED_AT_ONCE, MOST_JSON_LEVELS, MOST_JSON_VALUES, overBound } from '../../../src/main/backend/answer-bounds'
import { createAssembly, slicesOf } from '../../../src/main/backend/answer-slices'
import { readText } from '../../../src/main/backend/envelope'
import { seed } from '../../support/seed'

describe('F62: what a text holds before it is parsed', () => {
  const lists = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

  it('F62: is too deep past the bound, and braces in texts are no levels', () => {
    expect([overBound(lists(MOST_JSON_LEVELS)), overBound(lists(MOST_JSON_LEVELS + 1)), overBound('{"a":'.repeat(100_000))]).toEqual([null, 'tooDeep', 'tooDeep'])
    expect([overBound(JSON.stringify('['.repeat(9999))), overBound(JSON.stringify({ a: `"\\${'{'.repeat(9999)}\\` }))]).toEqual([null, null])
    expect(overBound(`[${'[],'.repeat(9999)}[]]`)).toBeNull()
  })

  it('F62: has too many values past the bound, whatever its length', () => {
    expect(overBound(`[${'1,'.repeat(MOST_JSON_VALUES - 1)}1]`)).toBeNull()
    expect(overBound(`[${'{},'.repeat(MOST_JSON_VALUES / 2)}1]`)).toBe('tooLarge')
  })

  it(`F62: a JSON text within the bounds is never refused (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(overBound(JSON.stringify(value))).toBeNull()
      }),
      { seed, numRuns: 300 },
    )
  })

  it('F62: an envelope that is too deep is one that cannot be read, also between notices', () => {
    const deep = `{"code":20000,"data":${lists(5000)}}`
    expect(readText(deep)).toEqual({ kind: 'unreadable', cause: 'tooDeep' })
    expect(readText(`<br />\n<b>Warning</b>: x\n${deep}`)).toEqual({ kind: 'unreadable', cause: 'tooDeep' })
    expect(readText(`<br />\n<b>Warning</b>: x\n{"code":20000,"data":${lists(50)}}`)).toMatchObject({ kind: 'envelope' })
  })
})

describe('F62: a body', () => {
  const chunksOf = (...sizes: number[]): Uint8Array[] => sizes.map((size, index) => new Uint8Array(size).fill(97 + index))
  const responseOf = (chunks: Iterable<Uint8Array>, onCancel?: () => void): Pick<Response, 'body'> => {
    const source = chunks[Symbol.iterator]()
    return {
      body: new ReadableStream<Uint8Array<ArrayBuffer>>({
        pull: (controller) => {
          const { done, value } = source.next()
          if (done) controller.close()
          else controller.enqueue(value as Uint8Array<ArrayBuffer>)
        },
        ...(onCancel ? { cancel: onCancel } : {}),
      }),
    }
  }

  it('F62: is read up to its bound and no byte further, and its stream is cancelled there', async () => {
    let cancelled = 0
    let given = 0
    const endless = function* (): Generator<Uint8Array> {
      for (;;) {
        given += 1
        yield new Uint8Array(1000)
      }
    }
    expect(
      await readBody(
        responseOf(endless(), () => {
          cancelled += 1
        }),
        50_000,
      ),
    ).toEqual({ kind: 'tooLarge' })
    expect(cancelled).toBe(1)
    expect(given).toBeLessThan(60)
    expect(await readBody(responseOf(chunksOf(50_000)), 50_000)).toMatchObject({ kind: 'text' })
    expect(await readBody(responseOf(chunksOf(50_000, 1)), 50_000)).toEqual({ kind: 'tooLarge' })
  })

  it('F62: is a text where it is short, whatever its pieces, and without its byte order mark', async () => {
    const bytes = new TextEncoder().encode('\uFEFF{"name":"部门 😀"}')
    expect(await readBody(responseOf([...bytes].map((byte) => Uint8Array.of(byte))), 1000)).toEqual({ kind: 'text', text: '{"name":"部门 😀"}' })
    expect(await readBody({ body: null }, 1000)).toEqual({ kind: 'text', text: '' })
  })

  it('F62: is blocks of its own memory where it is long, byte for byte what came', async () => {
    const chunks = chunksOf(700_000, 1, 700_000, 3_000_000, 17)
    const body = await readBody(responseOf(chunks), 10_000_000)
    if (body.kind !== 'blocks') throw new Error(body.kind)
    expect(Buffer.concat(body.blocks).equals(Buffer.concat(chunks))).toBe(true)
    expect(body.blocks.every(({ buffer }) => !chunks.some((chunk) => chunk.buffer === buffer))).toBe(true)
    expect(await readBody(responseOf(chunksOf(LONGEST_PARSED_AT_ONCE)), 10_000_000)).toMatchObject({ kind: 'text' })
  })
})

describe('an answer in slices', () => {
  const together = (value: unknown): { value: unknown; slices: number } => {
    const assembly = createAssembly()
    let slices = 0
    for (const slice of slicesOf(value)) {
      slices += 1
      assembly.add(structuredClone(slice))
    }
    return { value: assembly.value(), slices }
  }

  it(`is put together to what it was (seed ${seed})`, () => {
    const large = fc
      .array(fc.jsonValue({ maxDepth: 3 }), { minLength: 0, maxLength: 30 })
      .map((items) => ({ items: Array.from({ length: 400 }, (_, index) => ({ id: index, of: items[index % Math.max(1, items.length)] ?? null })) }))
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue({ maxDepth: 5 }), large), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value))
        expect(together(plain).value).toEqual(plain)
      }),
      { seed, numRuns: 200 },
    )
  })

  it('keeps order, names of fields, and a field of the name __proto__; a long list comes in many slices', () => {
    const odd: unknown = JSON.parse(`{"b":1,"a":[],"__proto__":{"x":1},"rows":[${Array.from({ length: 5000 }, (_, id) => `{"id":${id},"children":[{"id":${id}}]}`).join(',')}]}`)
    const { value, slices } = together(odd)
    expect(JSON.stringify(value)).toBe(JSON.stringify(odd))
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(slices).toBeGreaterThan(5)
  })
})
