import { Check, ChevronDown, Minus, Search, X } from "lucide-react";
import type { ReactNode, Ref } from "react";
import {
  Button as AriaButton,
  CheckboxButton,
  CheckboxField,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  RadioButton,
  RadioField,
  RadioGroup,
  SearchField as AriaSearchField,
  Select as AriaSelect,
  SelectValue,
  SwitchButton,
  SwitchField,
  Text,
  TextArea,
  TextField as AriaTextField,
  type CheckboxFieldProps,
  type SearchFieldProps,
  type TextFieldProps,
} from "react-aria-components";
import { Icon } from "./Icon";
import { partWords } from "./words";
import "./fields.css";

/** A named line of text. `help` stands under it; `error` takes its place and is announced. */
export function TextField({
  label,
  help,
  error,
  placeholder,
  mono = false,
  rows,
  hideLabel = false,
  inputRef,
  className,
  ...rest
}: Omit<TextFieldProps, "children" | "className" | "style"> & {
  label: string;
  help?: ReactNode;
  error?: string | undefined;
  placeholder?: string;
  mono?: boolean;
  /** More than one makes it a box of lines. */
  rows?: number;
  hideLabel?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
}) {
  const input = mono ? "input mono" : "input";
  return (
    <AriaTextField
      {...rest}
      {...(hideLabel && { "aria-label": label })}
      isInvalid={error !== undefined}
      className={["field", className].filter(Boolean).join(" ")}
    >
      {!hideLabel && <Label className="field-label">{label}</Label>}
      {rows === undefined ? (
        <Input ref={inputRef} className={input} placeholder={placeholder} spellCheck="false" />
      ) : (
        <TextArea
          className={`${input} input-area`}
          placeholder={placeholder}
          rows={rows}
          spellCheck="false"
        />
      )}
      {help !== undefined && error === undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}

/** A filter over what is on the screen. Escape empties it. */
export function SearchField({
  label,
  placeholder,
  small = true,
  width,
  inputRef,
  ...rest
}: Omit<SearchFieldProps, "children" | "className" | "style"> & {
  label: string;
  placeholder?: string;
  small?: boolean;
  width?: number;
  inputRef?: Ref<HTMLInputElement>;
}) {
  return (
    <AriaSearchField
      {...rest}
      aria-label={label}
      className={small ? "search search-s" : "search"}
      style={width === undefined ? {} : { width }}
    >
      <Icon of={Search} size="s" />
      <Input ref={inputRef} className="search-input" placeholder={placeholder ?? label} spellCheck="false" />
      <AriaButton className="search-clear" aria-label={partWords.clear}>
        <Icon of={X} size="xs" />
      </AriaButton>
    </AriaSearchField>
  );
}

/** On or off, at once. */
export function Switch({
  children,
  isSelected,
  onChange,
  isDisabled = false,
  label,
}: {
  /** The words beside it; `label` instead where they stand elsewhere. */
  children?: ReactNode;
  label?: string;
  isSelected: boolean;
  onChange: (on: boolean) => void;
  isDisabled?: boolean;
}) {
  return (
    <SwitchField aria-label={label} isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      <SwitchButton className="switch">
        <span className="switch-track">
          <span className="switch-knob" />
        </span>
        {children}
      </SwitchButton>
    </SwitchField>
  );
}

/** A tick. `isIndeterminate` is the third state of a box over others. */
export function Checkbox({
  children,
  label,
  ...rest
}: Omit<CheckboxFieldProps, "children" | "className" | "style"> & { children?: ReactNode; label?: string }) {
  return (
    <CheckboxField {...rest} {...(label !== undefined && { "aria-label": label })} className="check-field">
      <CheckboxButton className="check">
        {({ isIndeterminate, isSelected }) => (
          <>
            <span className="check-box">
              {isIndeterminate ? (
                <Icon of={Minus} size="xs" />
              ) : isSelected ? (
                <Icon of={Check} size="xs" />
              ) : null}
            </span>
            {children}
          </>
        )}
      </CheckboxButton>
    </CheckboxField>
  );
}

export interface Option<Id extends string> {
  id: Id;
  label: string;
  note?: string | undefined;
}

/** One choice out of many, in a list that opens. */
export function Select<Id extends string>({
  label,
  options,
  value,
  onChange,
  placeholder,
  hideLabel = false,
  small = false,
  isDisabled = false,
  mono = false,
  help,
}: {
  label: string;
  options: readonly Option<Id>[];
  value: Id | null;
  onChange: (id: Id) => void;
  placeholder?: string;
  hideLabel?: boolean;
  small?: boolean;
  isDisabled?: boolean;
  mono?: boolean;
  help?: ReactNode;
}) {
  return (
    <AriaSelect
      className="field"
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(key as Id);
      }}
      isDisabled={isDisabled}
      {...(placeholder !== undefined && { placeholder })}
      {...(hideLabel && { "aria-label": label })}
    >
      {!hideLabel && <Label className="field-label">{label}</Label>}
      <AriaButton className={["select", small && "select-s", mono && "mono"].filter(Boolean).join(" ")}>
        <SelectValue className="select-value ellipsis">
          {({ selectedText, isPlaceholder, defaultChildren }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <Icon of={ChevronDown} size="s" />
      </AriaButton>
      {help !== undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <Popover className="popover menu-popover" offset={4}>
        <ListBox className="menu" items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="menu-item">
              {({ isSelected }) => (
                <>
                  <span className="menu-tick">{isSelected && <Icon of={Check} size="s" />}</span>
                  <span className="grow">
                    <span className={mono ? "mono" : undefined}>{option.label}</span>
                    {option.note !== undefined && <span className="menu-note">{option.note}</span>}
                  </span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export interface ChoiceOption<Id extends string> {
  id: Id;
  title: ReactNode;
  text?: ReactNode;
  /** Stands at the end of the title: a count, "Recommended". */
  mark?: ReactNode;
}

/** A decision: every choice in sight with what it does, one of them taken. */
export function Choices<Id extends string>({
  label,
  options,
  value,
  onChange,
  columns = 1,
  hideLabel = false,
}: {
  label: string;
  options: readonly ChoiceOption<Id>[];
  value: Id | null;
  onChange: (id: Id) => void;
  columns?: number;
  hideLabel?: boolean;
}) {
  return (
    <RadioGroup
      className="choices"
      value={value}
      onChange={(id) => onChange(id as Id)}
      {...(hideLabel && { "aria-label": label })}
    >
      {!hideLabel && <Label className="field-label">{label}</Label>}
      <div className="choices-grid" style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
        {options.map((option) => (
          <RadioField key={option.id} value={option.id}>
            <RadioButton className="choice">
              <span className="choice-dot" />
              <span className="grow">
                <span className="choice-title">
                  {option.title}
                  {option.mark}
                </span>
                {option.text !== undefined && <span className="choice-text">{option.text}</span>}
              </span>
            </RadioButton>
          </RadioField>
        ))}
      </div>
    </RadioGroup>
  );
}
