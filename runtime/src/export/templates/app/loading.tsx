import { requestTexts } from "@/lib/visitor-language";

export default async function Loading() {
  const texts = await requestTexts();
  return (
    <main id="main" className="centered" aria-busy="true">
      <span className="spinner" aria-hidden="true" />
      <p role="status">{texts.loading}</p>
    </main>
  );
}
