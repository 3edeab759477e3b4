import type { Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { PAGE_FILES } from './app/pages'

/** Each in a file of the build of its own, read when it is first shown; those of the shell are there with it. */
const pageFiles = import.meta.glob<Component>(['./features/*/*Page.vue', '!./features/shell/*'], { import: 'default' })
const pageOf = (file: string) => pageFiles[`./features/${file}`] ?? (() => Promise.reject(new Error(`There is no page ${file}.`)))

/** Loads what will be needed once someone is signed in. Not before: a signed-out window stays small. */
export function preloadPages(): void {
  void pageOf('users/UsersPage.vue')()
}

/** Memory history: the address of the window never changes, and a page cannot be reached by editing it. */
export function createWorkspaceRouter(): Router {
  return createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'home', component: { render: () => null } },
      ...PAGE_FILES.map(({ name, file }) => ({ path: `/${name}`, name, component: pageOf(file) })),
      // Pages of the program itself: shown in every stage of the shell, and kept when the session changes.
      { path: '/servers', name: 'servers', component: () => import('./features/servers/ServersPage.vue'), meta: { isOfApp: true } },
      { path: '/settings', name: 'settings', component: () => import('./features/settings/SettingsPage.vue'), meta: { isOfApp: true } },
      // What is kept for a person is reachable from every stage too; each page says what needs a sign-in.
      { path: '/outbox', name: 'outbox', component: () => import('./features/own-work/OutboxPage.vue'), meta: { isOfApp: true } },
      { path: '/activity', name: 'journal', component: () => import('./features/own-work/JournalPage.vue'), meta: { isOfApp: true } },
      { path: '/drafts', name: 'drafts', component: () => import('./features/own-work/DraftsPage.vue'), meta: { isOfApp: true } },
      { path: '/profile', name: 'profile', component: () => import('./features/profile/ProfilePage.vue'), meta: { isOfApp: true } },
      { path: '/help', name: 'help', component: () => import('./features/help/HelpPage.vue'), meta: { isOfApp: true } },
      { path: '/whats-new', name: 'whats-new', component: () => import('./features/help/WhatsNewPage.vue'), meta: { isOfApp: true } },
      {
        path: '/unavailable/:menuId(\\d+)',
        name: 'unavailable',
        component: () => import('./features/unavailable/UnavailablePage.vue'),
        props: (route) => ({ menuId: Number(route.params['menuId']) }),
      },
      {
        path: '/:path(.*)*',
        name: 'not-found',
        component: () => import('./features/unavailable/NotFoundPage.vue'),
        props: (route) => ({ asked: route.path }),
      },
    ],
  })
}
