import { Hono } from 'hono'
import type { Access, Call, Route } from './call'
import { carriedToken, guard } from './guards'
import type { WireHandler } from './hooks'
import { isOwnHost, isOwnOrigin } from './own-host'
import { BadQueryError, PhpFailureError, type Reply, badQuery, errorPage } from './reply'
import { LARGEST_BODY, parseBody, textOf } from './request-body'
import { responseOf } from './response'
import type { DemoWorld } from './world'

/** With and without the front controller's name, as the original's server is set up. */
const BASES = ['/api/v2', '/index.php/api/v2'] as const
const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const
const CONTROLLER = /^\/sys\/(user|role|menu|dept|log)(\/|$)/

/**
 * The HTTP side of the embedded back-end: who may reach it, which route answers, what is logged.
 *
 * It sends no CORS headers, although the original allows every origin: the client calls from its main process and needs
 * none, and a web page in some browser must not be able to read a server that listens on the same machine.
 *
 * @param routes The first of two with the same method and path answers.
 */
export function createApp(world: DemoWorld, routes: readonly Route[]): WireHandler {
  const app = new Hono()
  app.use(async (c, next) => {
    if (!isOwnHost(c.req.header('host')) || !isOwnOrigin(c.req.header('origin'))) {
      return c.text('This server answers only to programs of its own machine.', 421)
    }
    return next()
  })
  for (const base of BASES) {
    for (const route of routes) {
      const path = `${base}${route.path}${route.hasId ? '/:id' : ''}`
      app.on(route.method, path, (c) => answer(world, route, c.req.raw, c.req.param('id')))
    }
    app.on('OPTIONS', `${base}/sys/*`, (c) => c.body(null, 200))
    app.all(`${base}/*`, (c) => answerUnknown(world, c.req.raw, c.req.path.slice(base.length)))
  }
  app.notFound((c) => responseOf(notFound(), c.req.raw))
  app.onError((_error, c) => c.text('', 500))
  return world.hooks.wire(async (request) => app.fetch(withOverriddenMethod(request)))
}

/** One request through guard, route and log. */
async function answer(world: DemoWorld, route: Route, request: Request, id: string | undefined): Promise<Response> {
  const startedMs = world.now()
  const started = performance.now()
  world.hooks.arrived(route)
  const bodyText = await readBody(request)
  if (bodyText === undefined) return new Response('The body is too large.', { status: 413 })
  const url = new URL(request.url)
  const uri = url.pathname.replace(/^\/(index\.php\/)?/, '')
  const token = carriedToken(request.headers)
  const verdict = await guard(world, route, token, uri)
  const call = callOf(world, { route, request, url, uri, id, bodyText, token: token ?? '', userId: verdict.isAllowed ? verdict.userId : 0 })
  const reply = world.hooks.afterHandle(verdict.isAllowed ? await handle(world, route, call) : verdict.reply, route)
  if (verdict.isAllowed || verdict.isLogged) {
    world.log.add({
      call,
      headers: request.headers,
      isAuthorized: verdict.isAllowed && reply.status !== 401,
      status: reply.status,
      startedMs,
      tookMs: performance.now() - started,
      username: usernameFor(world, route.access, call),
    })
  }
  await world.hooks.beforeSend(reply, route)
  return responseOf(reply, request)
}

interface Incoming extends Pick<Call, 'uri' | 'id' | 'token' | 'userId'> {
  readonly route: Route
  readonly request: Request
  readonly url: URL
  readonly bodyText: string
}

function callOf(world: DemoWorld, { route, request, url, bodyText, ...rest }: Incoming): Call {
  const key = request.headers.get('idempotency-key')
  const identity = { userId: rest.userId, key, method: route.method, path: rest.uri, bodyText }
  return {
    ...rest,
    method: route.method,
    query: url.searchParams,
    body: parseBody(bodyText, request.headers.get('content-type') ?? ''),
    commit: (work) => world.idempotency.commit(identity, work),
  }
}

/** Undefined when the body is larger than allowed. */
async function readBody(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_BODY) return undefined
  const text = await request.text()
  return text.length > LARGEST_BODY ? undefined : text
}

async function handle(world: DemoWorld, route: Route, call: Call): Promise<Reply> {
  try {
    return await route.handle(world.hooks.beforeHandle(call, route, world.db))
  } catch (error) {
    if (error instanceof PhpFailureError) return errorPage(500, 'A PHP Error was encountered', error.message)
    if (error instanceof BadQueryError) return badQuery(error.message)
    throw error
  }
}

function usernameFor(world: DemoWorld, access: Access, { body, userId }: Call): string {
  if (access === 'open') return textOf(body['username'])
  return world.db.get<{ username: string }>('SELECT username FROM sys_user WHERE id = ?', [userId])?.username ?? ''
}

/** A method or function that a known controller lacks is a missing permission in the original; another path is a 404. */
async function answerUnknown(world: DemoWorld, request: Request, path: string): Promise<Response> {
  const method = METHODS.find((known) => known === request.method)
  if (!method || !CONTROLLER.test(path)) return responseOf(notFound(), request)
  const nowhere = { method, path: '/(unknown)', access: 'permission', handle: notFound } as const
  return answer(world, nowhere, request, undefined)
}

function notFound(): Reply {
  return errorPage(404, '404 Page Not Found', 'The page you requested was not found.')
}

function withOverriddenMethod(request: Request): Request {
  const wanted = request.headers.get('x-http-method-override')?.toUpperCase()
  const method = METHODS.find((known) => known === wanted)
  if (request.method !== 'POST' || !method || method === 'POST') return request
  const { url, headers } = request
  if (method === 'GET') return new Request(url, { method, headers })
  return new Request(url, { method, headers, body: request.body, duplex: 'half' } as RequestInit)
}
