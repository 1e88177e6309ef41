import { EmbeddedPage } from "@/components/EmbeddedPage";
import { pages } from "@/lib/content";
import { requestLanguage, requestTexts } from "@/lib/visitor-language";

/** What a visitor reads before the session: the plan's own page, or the built-in one. */
export async function Landing() {
  const [texts, language] = await Promise.all([requestTexts(), requestLanguage()]);
  if (pages.landing !== null) {
    return (
      <>
        <h1 className="visually-hidden">{texts.landingTitle}</h1>
        <EmbeddedPage page="landing" language={language} title={texts.landingTitle} />
      </>
    );
  }
  return (
    <>
      <h1>{texts.landingTitle}</h1>
      <p className="lead">{texts.landingLead}</p>
      <ol className="steps">
        {[texts.landingStep1, texts.landingStep2, texts.landingStep3].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p className="muted">{texts.landingPrivacy}</p>
    </>
  );
}
