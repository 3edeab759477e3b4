/** The one thing of Node that a test here needs; the renderer's own code must not even see Node's types. */
declare module 'node:fs' {
  export function readFileSync(path: string, encoding: 'utf8'): string
}
