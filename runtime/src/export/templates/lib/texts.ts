import data from "@/content/texts.json";

type ByLanguage = typeof data;

/** Keys that every language has. */
export type TextKey = keyof ByLanguage[keyof ByLanguage];

export type Texts = Readonly<Record<TextKey, string>>;

export const allTexts: Readonly<Record<string, Texts>> = data;

/** Fills `{{key}}` in an own page; texts are escaped, so that they can never become markup. */
export function fillPlaceholders(html: string, texts: Readonly<Record<string, string>>): string {
  return html.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (placeholder, key: string) => {
    const text = texts[key];
    return text === undefined ? placeholder : escapeHtml(text);
  });
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
