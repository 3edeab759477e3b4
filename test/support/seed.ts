/** Property tests know no Node in the tests of pages. */
const { env } = (globalThis as unknown as { readonly process: { readonly env: Readonly<Record<string, string | undefined>> } }).process

/** What a property test draws its cases from; it stands in the test's title, and FUZZ_SEED repeats it. */
export const seed = Number(env['FUZZ_SEED'] ?? Date.now() % 1_000_000)
