/** A Dutch mobile number as people type it: `06 12345678`, `06-1234 5678`, `+31612345678`, `0031 6 12345678`. */
const MOBILE = String.raw`(?:(?:\+|00)31[ .-]?(?:\(0\))?|0)[ .-]?6(?:[ .-]?\d){8}(?!\d)`

/** Marks in a subject that tell a provider how to send (norm.md section 13): `SMS 06...`, `@SMS 06...`, `veiligmailen`, `veilig mailen`. */
const TRIGGERS = [
  new RegExp(String.raw`(?<![\p{L}\p{N}])@?sms[ :.-]{0,3}${MOBILE}`, 'giu'),
  /(?<![\p{L}\p{N}-])\[?veilig ?mailen\]?(?![\p{L}\p{N}-])/giu,
]

/** The subject without a provider's triggers and their numbers: an answer, a forward or a copy must not set one off again (IN-17, N-06). */
export function withoutTriggers(subject: string): string {
  let text = subject
  // What one leaves behind may be another.
  for (let bare = cutTriggers(text); bare !== text; bare = cutTriggers(text)) text = bare
  return text
}

function cutTriggers(text: string): string {
  const bare = TRIGGERS.reduce((rest, trigger) => rest.replace(trigger, ' '), text)
  return bare === text ? text : bare.replace(/\s+/g, ' ').replace(/(?<=:) ?[-–|,;] ?|^[ ,;|–-]+|[ ,;|–-]+$/g, ' ').replace(/ {2,}/g, ' ').trim()
}
