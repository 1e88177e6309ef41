import "server-only";

import { cookies, headers } from "next/headers";
import { defaultLanguage, LANGUAGE_COOKIE, LANGUAGE_HEADER, matchLanguage } from "@/lib/languages";
import { allTexts, type Texts } from "@/lib/texts";

export async function requestLanguage(): Promise<string> {
  const incoming = await headers();
  return matchLanguage(incoming.get(LANGUAGE_HEADER)) ?? defaultLanguage;
}

export async function requestTexts(): Promise<Texts> {
  return textsOf(await requestLanguage());
}

/** The language the visitor picked; `undefined` while the browser's is used. */
export async function chosenLanguage(): Promise<string | undefined> {
  const jar = await cookies();
  return matchLanguage(jar.get(LANGUAGE_COOKIE)?.value);
}

export function textsOf(language: string): Texts {
  const texts = allTexts[language] ?? allTexts[defaultLanguage];
  if (!texts) throw new Error(`content/texts.json has no texts for ${language}`);
  return texts;
}
