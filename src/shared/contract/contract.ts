import type { z } from 'zod'
import { accountOperations } from './accounts.ts'
import { addressBookOperations } from './address-book.ts'
import { attentionOperations } from './attention.ts'
import { appOperations } from './app.ts'
import { budgetOperations } from './budget.ts'
import { claimOperations } from './claims.ts'
import { composeOperations } from './compose.ts'
import { copyingOperations } from './copying.ts'
import type { Operation, Outcome } from './declare.ts'
import { deedOperations } from './deeds.ts'
import { deliveryOperations } from './delivery.ts'
import { detectionOperations } from './detection.ts'
import { goingBackOperations } from './going-back.ts'
import { journalOperations } from './journal.ts'
import { leavingOperations } from './leaving.ts'
import { copyOperations } from './mail-copy.ts'
import { mailOperations } from './mail.ts'
import { practiceOperations } from './practice.ts'
import { providerOperations } from './providers.ts'
import { storageOperations } from './storage.ts'
import { trustOperations } from './trust.ts'
import { vaultOperations } from './vault.ts'

/** Every operation between screen and core. Both ends are typed from this table; nothing else crosses. */
export const contract = {
  ...copyOperations, ...providerOperations, ...addressBookOperations, ...detectionOperations, ...deliveryOperations, ...journalOperations,
  ...appOperations, ...vaultOperations, ...accountOperations, ...mailOperations, ...composeOperations, ...trustOperations,
  ...practiceOperations, ...claimOperations, ...storageOperations, ...goingBackOperations, ...deedOperations, ...attentionOperations, ...leavingOperations, ...copyingOperations, ...budgetOperations,
}

export type Contract = typeof contract
export type OperationName = keyof Contract
export type InputOf<Name extends OperationName> = z.input<Contract[Name]['input']>
export type ParsedInputOf<Name extends OperationName> = z.output<Contract[Name]['input']>
export type OutputOf<Name extends OperationName> = z.output<Contract[Name]['output']>
export type FailOf<Name extends OperationName> =
  | (Contract[Name] extends Operation<z.ZodType, z.ZodType, infer Fail> ? Fail : never)
  | EdgeFail
export type OutcomeOf<Name extends OperationName> = Outcome<OutputOf<Name>, FailOf<Name>>

/** What may go wrong with any operation before it reaches its room. */
export type EdgeFail = 'locked' | 'bad-input' | 'not-allowed' | 'internal'

/** What the core must provide: one handler per operation. */
export type Handlers = {
  [Name in OperationName]: (input: ParsedInputOf<Name>) => Promise<HandlerOutcome<Name>> | HandlerOutcome<Name>
}
type OwnFail<Name extends OperationName> = Contract[Name] extends Operation<z.ZodType, z.ZodType, infer Fail> ? Fail : never
export type HandlerOutcome<Name extends OperationName> = Outcome<OutputOf<Name>, OwnFail<Name>>

export const operationNames = Object.keys(contract) as OperationName[]
export const isOperation = (name: string): name is OperationName => Object.hasOwn(contract, name)
