import type { Random } from './random.ts'

const small = 'de het een en van in op dat die is niet met voor aan er om als ook maar bij uit nog naar te wordt kan heeft zijn was over door hij zij we u uw dit deze wel geen dan zo al tot onder sinds graag even'.split(' ')
const common = 'patiënt afspraak huisarts bloeddruk controle medicatie apotheek verwijzing uitslag onderzoek klachten behandeling consult spreekuur recept vaccinatie wond verband koorts allergie dosering bijwerking ziekenhuis polikliniek opname ontslag thuiszorg wijkverpleging mantelzorger verzekering factuur rooster waarneming overleg dossier brief formulier bijlage reactie vraag antwoord morgen middag week maand telefoon balie praktijk assistente dokter verpleegkundige coördinatie evaluatie reünie financiële geïnformeerd één café ruïne'.split(' ')
const stems = 'bloed druk hart long nier lever huid zorg plan spreek uur kamer rug knie schouder hand voet oog oor neus keel slaap stress werk huis bezoek vervolg controle meting lijst kaart formulier brief bericht dienst nacht dag week avond team overleg beheer advies training oefening medicatie dosis spuit pleister verband naald lab monster kweek scan echo foto uitslag waarde grens norm richt lijn leef stijl voeding gewicht suiker vet zout water lucht weg filter pomp apparaat koffer tas sleutel deur gang wacht ruimte trap lift straat wijk dorp stad school kind ouder gezin buurt vrijwilliger subsidie budget kosten prijs order levering voorraad magazijn leverancier'.split(' ')

/** A word as often as it would stand in a letter: mostly small ones, now and then a compound that is hardly used again. */
export function word(r: Random): string {
  const kind = r.next()
  if (kind < 0.48) return r.pick(small)
  if (kind < 0.8) return r.pick(common)
  if (kind < 0.96) return r.pick(stems) + r.pick(stems)
  return r.pick(stems) + r.pick(stems) + r.pick(stems)
}

export function sentence(r: Random): string {
  const words = Array.from({ length: r.int(5, 16) }, () => word(r))
  const text = words.join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** Paragraphs of at least this many characters. */
export function prose(characters: number, r: Random): string {
  const out: string[] = []
  for (let length = 0; length < characters;) {
    const paragraph = Array.from({ length: r.int(2, 6) }, () => sentence(r)).join(' ')
    out.push(paragraph)
    length += paragraph.length + 2
  }
  return out.join('\n\n')
}
