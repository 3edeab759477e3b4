import { contextBridge } from 'electron'
import { SIGN_IN_CALLS, SIGN_IN_EVENTS } from '@shared/bridge/names'
import { bridgeOf } from './bridge-of'

contextBridge.exposeInMainWorld('holdfast', bridgeOf(SIGN_IN_CALLS, SIGN_IN_EVENTS))
