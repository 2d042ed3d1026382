import { cleanName } from '../../../shared/mail/address.ts'
import type { Delivery, RoutedCase } from '../../app/routing/route-cases.ts'

/** What one line of output is about. */
export type Routed = RoutedCase | { readonly id: string; readonly deliveries: readonly Delivery[]; readonly domains: readonly object[] }

/** One line for programs, or a few for people. */
export const print = (found: Routed, json: boolean): void => {
  process.stdout.write(`${json ? JSON.stringify(found) : inWords(found).map(cleanName).join('\n  ')}\n`)
}

/** The words of norm.md section 5. */
const labels: Readonly<Record<Delivery['chosen'], string>> = {
  direct: 'Rechtstreeks', portal: 'Via portaal', community: 'Binnen het netwerk', plain: 'Gewone mail', hold: 'Vastgehouden', refuse: 'Geweigerd',
}

const lacks: Readonly<Record<Delivery['needs'][number], string>> = {
  mobile: 'mobiel nummer invullen', verifyMobile: 'mobiel nummer laten bevestigen', emailCodeReason: 'reden voor alleen een code per mail',
  confirmClass: 'vraag opnieuw waar het bericht over gaat', confirmRecipients: 'namen van de ontvangers bevestigen', checkAddress: 'controleer adres',
  warnOutsideEea: 'buiten de EER', secureAccount: 'kies een veilig account', marker: 'het kenmerk van de aanbieder ontbreekt', recheck: 'wordt opnieuw opgezocht',
  retry: 'wordt opnieuw geprobeerd', otherChannel: 'kies telefoon of post',
}

export const fieldsInWords = (fields: readonly string[]): string => fields.map((field) => (field === '' ? 'het geheel' : field)).join(', ')

function inWords(found: Routed): string[] {
  if ('error' in found) return [`${String(found.id ?? `bericht ${String(found.case + 1)}`)}: niet te lezen: ${fieldsInWords(found.fields)}`]
  return [`${String(found.id)}:`, ...found.deliveries.map(deliveryInWords)]
}

function deliveryInWords({ to, row, permitted, chosen, needs }: Delivery): string {
  const label = row === 'RT-00' ? 'Intern' : labels[chosen]
  const others = permitted.filter((each) => each !== chosen).map((each) => labels[each])
  const also = others.length === 0 ? '' : `, mag ook: ${others.join(', ')}`
  return `${to}: ${label} (${row})${also}${needs.length === 0 ? '' : `; ${needs.map((need) => lacks[need]).join(', ')}`}`
}
