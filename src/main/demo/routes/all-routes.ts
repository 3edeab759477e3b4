import type { Route } from '../call'
import type { DemoWorld } from '../world'
import { deptRoutes } from './dept'
import { infoRoutes } from './info'
import { logRoutes } from './log'
import { menuRoutes } from './menu'
import { optionRoutes } from './options'
import { passwordRoutes } from './password'
import { roleGrantRoutes } from './role-grants'
import { roleRoutes } from './role'
import { sessionRoutes } from './session'
import { userRoutes } from './user'

/** Every endpoint of the back-end. What is not in here does not exist. */
export function allRoutes(world: DemoWorld): readonly Route[] {
  const areas = [sessionRoutes, passwordRoutes, infoRoutes, optionRoutes, userRoutes, menuRoutes, deptRoutes, roleRoutes, roleGrantRoutes, logRoutes]
  return areas.flatMap((routes) => routes(world))
}
