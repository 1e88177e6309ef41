import { describe, expect, it } from "vitest";
import { flow, pages, passEnds, settings } from "@/lib/content";
import { defaultLanguage, languages, matchLanguage, negotiateLanguage } from "@/lib/languages";
import { allTexts, fillPlaceholders } from "@/lib/texts";

/** What you may edit by hand, checked for the slips that hands make. */
describe("content", () => {
  it("lists ends of the flow as success", () => {
    const ends = flow.filter(({ type }) => type === "end").map(({ id }) => id);
    expect(ends).toEqual(expect.arrayContaining([...passEnds]));
  });

  it("has the same texts in every language", () => {
    const keysOf = (language: string) => Object.keys(allTexts[language] ?? {}).sort();
    for (const language of languages) expect(keysOf(language), language).toEqual(keysOf(defaultLanguage));
  });

  it("leaves no text empty", () => {
    for (const language of languages) {
      for (const [key, text] of Object.entries(allTexts[language] ?? {})) expect(text.trim(), `${language} ${key}`).not.toBe("");
    }
  });

  it("fills every placeholder of the own pages", () => {
    for (const language of languages) {
      const filled = [pages.landing, pages.recap].map((html) => fillPlaceholders(html ?? "", allTexts[language] ?? {}));
      for (const html of filled) expect(html, language).not.toMatch(/\{\{\s*[\w.-]+\s*\}\}/);
    }
  });

  it("carries no key", () => {
    expect(JSON.stringify([flow, settings, pages, allTexts])).not.toMatch(/sk_(test|prod|live)_[A-Za-z0-9]{8}/);
  });
});

describe("fillPlaceholders", () => {
  it("escapes texts and leaves unknown keys alone", () => {
    expect(fillPlaceholders("<p title='{{a}}'>{{ b }}</p>{{c}}", { a: `"'`, b: "<b>&" })).toBe(
      "<p title='&quot;&#39;'>&lt;b&gt;&amp;</p>{{c}}",
    );
  });
});

describe("languages", () => {
  it("matches a tag exactly, by script and by base", () => {
    const expected = { "zh-tw": "zh-TW", "zh-Hant": "zh-TW", "zh-Hans-CN": "zh", "fr-CA": "fr", "nb-NO": "no", EN: "en", xx: undefined };
    for (const [tag, language] of Object.entries(expected)) {
      // A plan may allow fewer languages; then the tag has no match.
      expect(matchLanguage(tag), tag).toBe(language !== undefined && languages.includes(language) ? language : undefined);
    }
  });

  it("takes the best wish of a browser", () => {
    const [first = "en", second = first] = languages;
    expect(negotiateLanguage(`xx, ${second};q=0.4, ${first};q=0.9`)).toBe(first);
    expect(negotiateLanguage(`xx, ${first};q=0.4, ${second}`)).toBe(second);
    expect(negotiateLanguage(null)).toBe(defaultLanguage);
    expect(negotiateLanguage("xx;q=1, *")).toBe(defaultLanguage);
  });
});
