import './bridge/no-eval.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connectCore } from './bridge/core.ts'
import { portOfThisShell } from './bridge/ports.ts'
import { newQueryClient } from './bridge/queries.ts'
import { BridgeProvider } from './bridge/use-core.tsx'
import { App } from './screens/frame/app.tsx'
import { rememberedLook, wearLook } from './screens/frame/look.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
wearLook(document.documentElement, rememberedLook(localStorage))
createRoot(root).render(
  <StrictMode>
    <BridgeProvider core={connectCore(portOfThisShell())} client={newQueryClient()}><App /></BridgeProvider>
  </StrictMode>,
)
