/**
 * The origin our pages live under. WebAuthn needs a real https origin, which it is bound to for good:
 * changing this name makes every enrolled authenticator useless. Nothing is ever fetched from it.
 */
export const APP_HOST = 'app.praktijkpost.nl'
export const APP_ORIGIN = `https://${APP_HOST}`
