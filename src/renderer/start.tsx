import './bridge/no-eval.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connectCore } from './bridge/core.ts'
import { portOfThisShell } from './bridge/ports.ts'
import { newQueryClient } from './bridge/queries.ts'
import { BridgeProvider } from './bridge/use-core.tsx'
import { App } from './screens/frame/app.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(
  <StrictMode>
    <BridgeProvider core={connectCore(portOfThisShell())} client={newQueryClient()}><App /></BridgeProvider>
  </StrictMode>,
)
