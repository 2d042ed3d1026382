/** Words by which people announce what they send along. */
const ANNOUNCED = /(?<!\p{L})(?:bijlagen?|bijlages|bijgevoegde?|bijgesloten|bijgaande?|bijvoegsels?|meegestuurde?|meegezonden|meegeleverde?|ingesloten|attached|attachments?|enclosed)(?!\p{L})/iu
const SENT_ALONG = /(?<!\p{L})(?:stuur|zend|voeg|sturen|zenden|voegen)(?!\p{L}).{0,60}(?<!\p{L})(?:mee|bij)(?=[\s.,!)]|$)(?!\s(?:met|de|het|een|u|je|jou|jullie|ons|mij|elkaar|een)(?!\p{L}))/iu
const HANDED_OVER = /(?<!\p{L})(?:hierbij|hiermee|bij dezen?)(?!\p{L}).{0,40}(?<!\p{L})(?:brief|verslag|formulier|formulieren|foto(?:'s|s)?|bestand|bestanden|document(?:en)?|pdf|scan|rapport|overzicht|rooster|factuur|offerte|notulen|lijst|protocol|folder|verwijzing|verwijsbrief|uitslag(?:en)?)(?!\p{L})/iu
const SEE_FILE = /(?<!\p{L})zie (?:de |het |bijgaand )?(?:pdf|scan|foto(?:'s)?|bestand|document|word-?bestand|excel(?:bestand)?)(?!\p{L})/iu

/** There is none, it comes by another way, or it is somebody else's. */
const NONE = /(?<!\p{L})(?:geen|zonder|niet als|no|without)\s(?:\p{L}+\s)?(?:bijlagen?|bijlages|attachments?|bijvoegsels?)(?!\p{L})/iu
const LATER = /(?<!\p{L})(?:volgt|volgen|nasturen|nagestuurd|nazenden|na te sturen|per post|later|apart|separaat|morgen|afzonderlijk|ophalen|vergeten mee)(?!\p{L})/iu
const THEIRS = /(?<!\p{L})(?:uw|je|jouw|jullie|your)\s(?:\p{L}+\s){0,2}(?:bijlagen?|bijlages|attachments?)(?!\p{L})|(?<!\p{L})(?:bijlagen?|attachments?)\s(?:die\s)?(?:u|je|jij|jullie|hij|ze|zij|you)(?!\p{L})/iu
const TROUBLE = /(?<!\p{L})(?:niet (?:goed )?(?:openen|lezen|leesbaar|te openen|te lezen|zichtbaar|ontvangen|aangekomen)|ontbreekt|ontbrak|ontbraken|ontvangen|gelezen|bekeken|opgeslagen)(?!\p{L})/iu
const ASKED = /(?<!\p{L})(?:kunt|kun|wilt|wil|zou(?:dt)?|mag|can|could|would|graag)\s(?:u|je|jij|jullie|you|als|de|het|uw)(?!\p{L})/iu
const RULES = /(?<!\p{L})bijlagen?\s(?:mogen|mag|moeten|kunnen|van meer|groter|worden)(?!\p{L})/iu

const announces = (sentence: string): boolean => [ANNOUNCED, SENT_ALONG, HANDED_OVER, SEE_FILE].some((pattern) => pattern.test(sentence))
const isOtherwise = (sentence: string): boolean => [NONE, LATER, THEIRS, TROUBLE, ASKED, RULES].some((pattern) => pattern.test(sentence))

/** A text is looked at up to here: who announces something does so on the first pages. */
const LOOKED_AT_CHARS = 40_000
const LONGEST_SENTENCE = 400

/** Lines that quote somebody else say nothing of what goes along. */
const ownLines = (text: string): string => text.split('\n').filter((line) => !/^\s{0,3}>/.test(line)).join('\n')

/**
 * Whether a text, without the quoted original, says that something goes along with it. Careful: what was not sent yet, what the
 * other side sent, and what is asked for, is none.
 */
export function speaksOfAttachment(ownText: string): boolean {
  const sentences = ownLines(ownText.slice(0, LOOKED_AT_CHARS)).split(/(?<=[.!?])\s+|\n/)
  return sentences.some((sentence) => {
    const looked = sentence.slice(0, LONGEST_SENTENCE)
    return announces(looked) && !isOtherwise(looked)
  })
}
