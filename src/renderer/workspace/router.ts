import type { MenuEntry } from '@shared/resources/account'
import { createMemoryHistory, createRouter, type RouteLocationRaw, type Router } from 'vue-router'

/** The server's component names that have a page here. Everything else says so and offers the browser. */
const nativePages: Readonly<Record<string, 'users'>> = { 'sys/user/index': 'users' }

export function routeOf(entry: MenuEntry): RouteLocationRaw {
  const name = nativePages[entry.component]
  return name ? { name } : { name: 'unavailable', params: { menuId: entry.id } }
}

export function hasNativePage(entry: MenuEntry): boolean {
  return entry.component in nativePages
}

const usersPage = () => import('./features/users/UsersPage.vue')

/** Loads what will be needed once someone is signed in. Not before: a signed-out window stays small. */
export function preloadPages(): void {
  void usersPage()
}

/** Memory history: the address of the window never changes, and a page cannot be reached by editing it. */
export function createWorkspaceRouter(): Router {
  return createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'home', component: { render: () => null } },
      { path: '/users', name: 'users', component: usersPage },
      {
        path: '/unavailable/:menuId(\\d+)',
        name: 'unavailable',
        component: () => import('./features/unavailable/UnavailablePage.vue'),
        props: (route) => ({ menuId: Number(route.params['menuId']) }),
      },
    ],
  })
}
