import { createServer } from 'node:net'

/** What a person does on the provider's page: follows one of its two links, to where it leads. */
export async function linkOnPage(address: string, choice: 'allow' | 'deny'): Promise<string> {
  const page = await (await fetch(address)).text()
  const link = new RegExp(`id="${choice}" href="([^"]+)"`).exec(page)?.[1]
  if (!link) throw new Error(`There is no ${choice} on the page.`)
  return link.replaceAll('&amp;', '&')
}

/** A port of this machine at which nothing listens just now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
