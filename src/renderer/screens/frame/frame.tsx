import { useState, type ReactNode } from 'react'
import { IconButton } from '../../parts/button.tsx'
import { useText } from '../../parts/text.tsx'
import { Banners } from './banners.tsx'
import { FootBar } from './foot-bar.tsx'
import { ListEdge, useListWidth } from './list-width.tsx'
import { TopBar } from './top-bar.tsx'
import './frame.css'

export interface FrameProps {
  /** `<FolderNav place onGo />` */
  nav: ReactNode
  /** The search box of the top bar. */
  search: ReactNode
  list: ReactNode
  main: ReactNode
  /** Takes the room of list and message together: the composer, the outbox. */
  wide?: ReactNode
  /** Up to 900 px wide there is one pane: which of the two. */
  narrowShows: 'list' | 'main'
}

/** The window around the mail: top bar, navigation, list, message, foot bar; landmarks in reading order. */
export function Frame({ nav, search, list, main, wide, narrowShows }: FrameProps) {
  const t = useText()
  const width = useListWidth()
  const [navOpen, setNavOpen] = useState(false)
  const menu = <IconButton icon="menu" label={navOpen ? t('frame.hideFolders') : t('frame.showFolders')} pressed={navOpen} onPress={() => setNavOpen(!navOpen)} />
  return (
    <div className="frame" data-narrow={narrowShows} data-nav={navOpen ? 'open' : 'closed'} style={width.style}>
      <a className="frame-skip" href="#main">{t('frame.skip')}</a>
      <header>
        <TopBar search={search} menu={menu} />
        <Banners />
      </header>
      <div className="frame-body">
        <nav className="frame-nav" aria-label={t('frame.folders')} onClick={() => setNavOpen(false)}>{nav}</nav>
        {navOpen && <div className="frame-nav-veil" onClick={() => setNavOpen(false)} aria-hidden="true" />}
        {wide === undefined
          ? (
            <main className="frame-panes">
              <section className="frame-list" aria-label={t('frame.list')}>{list}</section>
              <ListEdge width={width} />
              <section id="main" className="frame-main" aria-label={t('frame.message')} tabIndex={-1}>{main}</section>
            </main>
          )
          : <main id="main" className="frame-wide" tabIndex={-1}>{wide}</main>}
      </div>
      <FootBar />
    </div>
  )
}
