/**
 * What a page of ours may do, the same in both shells: scripts from our own bundle only, no network but our own socket
 * (in Electron: none at all), mail drawn in `srcdoc` frames that inherit this policy and have a stricter one of their own.
 */
export const contentSecurityPolicy = (socket: string | null): string => [
  "default-src 'none'",
  "script-src 'self'",
  // Mail brings its own inline styles; they can fetch nothing, since images and fonts are limited below.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  `connect-src ${socket ?? "'none'"}`,
  "frame-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types dompurify praktijkpost',
].join('; ')

export const securityHeaders = (socket: string | null): Record<string, string> => ({
  'Content-Security-Policy': contentSecurityPolicy(socket),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  'Cache-Control': 'no-store',
})
