import type { ReactNode } from "react";
import { isTestMode } from "@/lib/environment";
import { languages } from "@/lib/languages";
import { requestLanguage, requestTexts, textsOf } from "@/lib/visitor-language";
import { LanguageSwitch } from "./LanguageSwitch";
import { Logo } from "./Logo";

/** Header, content and footer of every page. */
export async function Page({ children }: { children: ReactNode }) {
  const [language, texts] = await Promise.all([requestLanguage(), requestTexts()]);
  const choices = languages.map((code) => ({ code, name: textsOf(code).languageName }));
  return (
    <div className="page">
      <header className="header">
        <span className="brand">
          <Logo />
          {texts.appTitle}
          {isTestMode() && (
            <span className="badge" lang="en" title="Sandbox key: for trying out, not for decisions">
              TEST
            </span>
          )}
        </span>
        {choices.length > 1 && <LanguageSwitch current={language} choices={choices} label={texts.languageLabel} />}
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className="footer">{texts.footer}</footer>
    </div>
  );
}
