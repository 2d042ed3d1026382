/** What may be in a drawn mail. Everything is an allow-list: what is not named here does not get through. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

export const allowedTags = words(`
  html head body style
  a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn dir div dl dt em
  figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span
  strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr`)

/** `href` and `src` are let through by the cleaner only to be rewritten: neither ever reaches the frame as it came. */
export const allowedAttributes = words(`
  align alt bgcolor border cellpadding cellspacing class color colspan dir face height href hspace id lang noshade nowrap rowspan
  scope size span src start style title type valign value vspace width`)

/** Longhands as the browser's own parser names them. Nothing here can name an address, cover the page or move by itself. */
export const allowedProperties: ReadonlySet<string> = new Set(words(`
  background-color border-bottom-color border-bottom-left-radius border-bottom-right-radius border-bottom-style border-bottom-width
  border-collapse border-left-color border-left-style border-left-width border-right-color border-right-style border-right-width
  border-spacing border-top-color border-top-left-radius border-top-right-radius border-top-style border-top-width
  box-sizing caption-side clear color direction display empty-cells float font-family font-size font-stretch font-style
  font-variant-caps font-weight height hyphens letter-spacing line-height list-style-position list-style-type margin-bottom margin-left
  margin-right margin-top max-height max-width min-height min-width opacity overflow-wrap overflow-x overflow-y padding-bottom padding-left
  padding-right padding-top table-layout text-align text-decoration-color text-decoration-line text-decoration-style
  text-indent text-overflow text-transform text-wrap-mode unicode-bidi vertical-align visibility white-space-collapse width
  word-break word-spacing`))

/** The only functions a value may call: colours and sums. `url()`, `image-set()`, `attr()`, `var()` and all others are out. */
export const allowedFunctions: ReadonlySet<string> = new Set(words('rgb rgba hsl hsla hwb lab lch oklab oklch calc min max clamp'))

/** Pictures that a mail may carry in itself. SVG is out: it is a document, not a picture. */
export const inlinePicture = /^data:image\/(?:png|jpeg|jpg|gif|webp|bmp|avif);base64,[A-Za-z0-9+/=\s]*$/i
export const pictureType = /^image\/(?:png|jpeg|jpg|gif|webp|bmp|avif)$/i
