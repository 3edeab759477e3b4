import { createFakeHoldfast } from './fake-holdfast'
import { createFakeSignIn } from './fake-sign-in'

/** For looking at the built pages in a plain browser: puts the fakes where a preload would put the bridge. */
Object.assign(window, { createFakeHoldfast, createFakeSignIn })
