import { cleanName } from '../../../shared/mail/address.ts'
import { routeCases, type Delivery, type RoutedCase } from '../../app/route-cases.ts'
import { readNamedFile, readOptions, Refused } from './options.ts'

const options = { cases: { type: 'string' }, json: { type: 'boolean', default: false } } as const

/** `route --cases FILE`: every plan is a finding, so 0 as soon as all cases were looked at. */
export function route(args: string[]): Promise<number> {
  const { values, positionals } = readOptions(args, options)
  if (values.cases === undefined) throw new Refused('route: --cases ontbreekt, het bestand met berichten en wat is opgezocht')
  if (positionals.length > 0) throw new Refused('route: buiten de opties verwacht deze opdracht niets')
  const routed = routeCases(readNamedFile('--cases', values.cases))
  if (routed.kind !== 'cases') throw new Refused(`--cases: ${values.cases} is geen JSON${routed.kind === 'no-list' ? '-lijst van berichten' : ''}`)
  for (const found of routed.cases) process.stdout.write(`${values.json ? JSON.stringify(found) : inWords(found).map(cleanName).join('\n  ')}\n`)
  return Promise.resolve(0)
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

function inWords(found: RoutedCase): string[] {
  if ('error' in found) return [`${String(found.id ?? `bericht ${String(found.case + 1)}`)}: niet te lezen: ${found.fields.map((field) => (field === '' ? 'het geheel' : field)).join(', ')}`]
  return [`${String(found.id)}:`, ...found.deliveries.map(deliveryInWords)]
}

function deliveryInWords({ to, row, permitted, chosen, needs }: Delivery): string {
  const label = row === 'RT-00' ? 'Intern' : labels[chosen]
  const others = permitted.filter((each) => each !== chosen).map((each) => labels[each])
  const also = others.length === 0 ? '' : `, mag ook: ${others.join(', ')}`
  return `${to}: ${label} (${row})${also}${needs.length === 0 ? '' : `; ${needs.map((need) => lacks[need]).join(', ')}`}`
}
