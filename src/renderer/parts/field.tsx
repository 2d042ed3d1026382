import { FieldError } from 'react-aria-components/FieldError'
import { Input, Label, Text, TextField as AriaTextField } from 'react-aria-components/TextField'
import { Select as AriaSelect, SelectValue, Button as AriaButton } from 'react-aria-components/Select'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { SwitchButton, SwitchField } from 'react-aria-components/Switch'
import { RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup'
import type { Ref } from 'react'
import { Icon } from './icons.tsx'
import { useText } from './text.tsx'
import './field.css'

export interface TextFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
  /** What to fill in, or why it is asked. */
  hint?: string
  /** A sentence that says what is wrong; its presence marks the field. */
  problem?: string | undefined
  type?: 'text' | 'email' | 'password'
  inputMode?: 'text' | 'numeric' | 'email'
  autoComplete?: string
  placeholder?: string
  autoFocus?: boolean
  isRequired?: boolean
  isReadOnly?: boolean
  /** Codes and host names: no capitals, no spelling help, equal widths. */
  code?: boolean
  maxLength?: number
  name?: string
  ref?: Ref<HTMLInputElement>
}

/** One line of text with its label above it and what is wrong below it. */
export function TextField({ label, value, onChange, hint, problem, code = false, placeholder, ref, ...rest }: TextFieldProps) {
  return (
    <AriaTextField
      {...rest} value={value} onChange={onChange} className="field" isInvalid={problem !== undefined}
      validationBehavior="aria" {...(code ? { spellCheck: 'false', autoCorrect: 'off' } : {})}
    >
      <Label className="field-label">{label}</Label>
      <Input className={code ? 'field-input field-code' : 'field-input'} {...(placeholder === undefined ? {} : { placeholder })} {...(ref === undefined ? {} : { ref })} />
      {hint !== undefined && problem === undefined && <Text slot="description" className="field-hint">{hint}</Text>}
      <FieldError className="field-problem">{problem}</FieldError>
    </AriaTextField>
  )
}

export interface Choice<Value extends string> { readonly value: Value; readonly label: string; readonly hint?: string }

/** A short list to choose one from, folded. */
export function SelectField<Value extends string>({ label, value, choices, onChange, hint }: {
  label: string
  value: Value
  choices: readonly Choice<Value>[]
  onChange: (value: Value) => void
  hint?: string
}) {
  const t = useText()
  const choose = (key: unknown): void => {
    const found = choices.find((choice) => choice.value === key)
    if (found !== undefined) onChange(found.value)
  }
  return (
    <AriaSelect value={value} onChange={choose} className="field" placeholder={t('act.choose')}>
      <Label className="field-label">{label}</Label>
      <AriaButton className="field-input field-select">
        <SelectValue className="one-line" />
        <Icon name="chevronDown" />
      </AriaButton>
      {hint !== undefined && <Text slot="description" className="field-hint">{hint}</Text>}
      <Popover className="popover" offset={4}>
        <ListBox className="menu" data-typeahead="">
          {choices.map((choice) => (
            <ListBoxItem key={choice.value} id={choice.value} textValue={choice.label} className="menu-entry">
              <span className="menu-words">{choice.label}</span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

/** A few choices side by side, one of them on. */
export function ChoiceField<Value extends string>({ label, value, choices, onChange, hint, problem, stacked = false, isLabelHeard = false }: {
  label: string
  /** '' for none of them yet. */
  value: Value | ''
  choices: readonly Choice<Value>[]
  onChange: (value: Value) => void
  hint?: string
  /** A sentence that says what is wrong; its presence marks the field. */
  problem?: string | undefined
  /** Below each other: for choices that are sentences. */
  stacked?: boolean
  /** The label is for who cannot see what the choices are about. */
  isLabelHeard?: boolean
}) {
  const choose = (chosen: string): void => {
    const found = choices.find((choice) => choice.value === chosen)
    if (found !== undefined) onChange(found.value)
  }
  return (
    <RadioGroup value={value === '' ? null : value} onChange={choose} className="field" orientation={stacked ? 'vertical' : 'horizontal'} isInvalid={problem !== undefined} validationBehavior="aria">
      <Label className={isLabelHeard ? 'only-heard' : 'field-label'}>{label}</Label>
      <div className={stacked ? 'choices choices-stacked' : 'choices'}>
        {choices.map((choice) => (
          <RadioField key={choice.value} value={choice.value} className="choice-field">
            <RadioButton className="choice">{choice.label}</RadioButton>
          </RadioField>
        ))}
      </div>
      {hint !== undefined && problem === undefined && <Text slot="description" className="field-hint">{hint}</Text>}
      <FieldError className="field-problem">{problem}</FieldError>
    </RadioGroup>
  )
}

/** Something that is on or off, at once. */
export function Switch({ label, hint, on, onChange }: { label: string; hint?: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <SwitchField isSelected={on} onChange={onChange} className="switch-field">
      <SwitchButton className="switch">
        <span className="switch-track"><span className="switch-knob" /></span>
        <span className="switch-label">{label}</span>
      </SwitchButton>
      {hint !== undefined && <Text slot="description" className="field-hint">{hint}</Text>}
    </SwitchField>
  )
}
