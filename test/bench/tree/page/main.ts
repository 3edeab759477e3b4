import '@renderer/styles/base.css'
import type { TreeBench } from '../figures'
import { measureAccess } from './access'
import { measureGrants } from './grants'
import { measureOurs } from './ours'
import { measureYardstick } from './yardstick'

Object.assign(window, {
  measureTrees: async (): Promise<TreeBench> => ({
    grants: await measureGrants(5_000),
    access: await measureAccess(5_000),
    ours: [await measureOurs(5_000, 'tree'), await measureOurs(50_000, 'tree')],
    list: await measureOurs(2_000, 'list'),
    yardstick: await measureYardstick(500),
  }),
})
