import { settings } from "@/lib/content";
import { allTexts } from "@/lib/texts";

/** Set by proxy.ts on each request, so that every page agrees on the language. */
export const LANGUAGE_HEADER = "x-app-language";

/** Holds the language a visitor chose; absent while the browser's is used. */
export const LANGUAGE_COOKIE = "app_language";

/** Languages of this app, in the order of the plan. */
export const languages: readonly string[] = Object.keys(allTexts);

export const defaultLanguage: string =
  [settings.defaultLang, "en", languages[0]].find((code) => code !== undefined && languages.includes(code)) ?? "en";

const SCRIPT_ALIASES: Readonly<Record<string, string>> = { "zh-hans": "zh", "zh-cn": "zh", "zh-sg": "zh", "zh-hant": "zh-TW" };

/** The language of this app for a browser's tag: exact in any case, then by script (`zh-Hant`), then the base (`fr-CA`). */
export function matchLanguage(tag: string | null | undefined): string | undefined {
  const wanted = tag?.trim().toLowerCase();
  if (!wanted) return undefined;
  const script = wanted.split("-").slice(0, 2).join("-");
  const candidates = [wanted, SCRIPT_ALIASES[wanted], SCRIPT_ALIASES[script], script, wanted.split("-")[0]];
  for (const candidate of candidates) {
    const found = languages.find((code) => code.toLowerCase() === candidate?.toLowerCase());
    if (found) return found;
  }
  // Norwegian Bokmål and Nynorsk have codes of their own.
  return /^n[bn](-|$)/.test(wanted) && languages.includes("no") ? "no" : undefined;
}

/** The best language for an `Accept-Language` header. */
export function negotiateLanguage(header: string | null): string {
  const wishes = (header ?? "")
    .split(",")
    .map((entry) => {
      const [tag, ...parameters] = entry.trim().split(";");
      const q = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { tag, weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wishes) {
    const found = matchLanguage(tag);
    if (found) return found;
  }
  return defaultLanguage;
}

export function directionOf(language: string): "ltr" | "rtl" {
  return /^(ar|fa|he|ur)(-|$)/.test(language) ? "rtl" : "ltr";
}
