import { notFound } from "next/navigation";
import { EmbeddedPage } from "@/components/EmbeddedPage";
import { Page } from "@/components/layout/Page";
import { AutoRefresh } from "@/components/result/AutoRefresh";
import { Details } from "@/components/result/Details";
import { VerdictCard } from "@/components/result/VerdictCard";
import { pages } from "@/lib/content";
import { readEnvironment } from "@/lib/environment";
import { getSession } from "@/lib/facesign/client";
import { ownsSession } from "@/lib/ownership";
import { decide } from "@/lib/verdict";
import { requestLanguage, requestTexts } from "@/lib/visitor-language";

/** The result, read from FaceSign on the server: nothing the browser or the frame claims is believed. */
export default async function ResultPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!(await ownsSession(id))) notFound();
  const session = await getSession(id);
  const decision = decide(session);
  const [texts, language] = await Promise.all([requestTexts(), requestLanguage()]);
  return (
    <Page>
      <VerdictCard session={session} verdict={decision.verdict} texts={texts} />
      {decision.verdict === "pending" && <AutoRefresh />}
      {pages.recap !== null && <EmbeddedPage page="recap" language={language} title={texts.recapTitle} />}
      {readEnvironment().showDetails && <Details session={session} decision={decision} texts={texts} />}
    </Page>
  );
}
