import { contextBridge } from 'electron'
import { WORKSPACE_CALLS, WORKSPACE_EVENTS } from '@shared/bridge/names'
import { bridgeOf } from './bridge-of'

contextBridge.exposeInMainWorld('holdfast', bridgeOf(WORKSPACE_CALLS, WORKSPACE_EVENTS))
