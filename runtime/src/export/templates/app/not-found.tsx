import Link from "next/link";
import { Page } from "@/components/layout/Page";
import { requestTexts } from "@/lib/visitor-language";

export default async function NotFound() {
  const texts = await requestTexts();
  return (
    <Page>
      <section className="card">
        <h1>{texts.notFoundTitle}</h1>
        <p className="lead">{texts.notFoundText}</p>
        <Link className="button" href="/">
          {texts.home}
        </Link>
      </section>
    </Page>
  );
}
