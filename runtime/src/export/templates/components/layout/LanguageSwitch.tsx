"use client";

interface Props {
  readonly current: string;
  readonly choices: readonly { readonly code: string; readonly name: string }[];
  readonly label: string;
}

/** A form that works without script too; with script the choice takes effect at once. */
export function LanguageSwitch({ current, choices, label }: Props) {
  return (
    <form className="language" method="get">
      <label>
        <span className="visually-hidden">{label}</span>
        <select name="lang" defaultValue={current} onChange={(event) => event.currentTarget.form?.requestSubmit()}>
          {choices.map(({ code, name }) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <noscript>
        <button type="submit">OK</button>
      </noscript>
    </form>
  );
}
