import { disableAutoUnmount, enableAutoUnmount } from '@vue/test-utils'
import { afterEach } from 'vitest'
import { closeWorkspaces } from './mount'

// Test files share one document and one window: what a test leaves mounted would hear the keys of the next one.
disableAutoUnmount()
enableAutoUnmount(afterEach)
afterEach(closeWorkspaces)
