import { Page } from "@/components/layout/Page";
import { SetupNotice } from "@/components/layout/SetupNotice";
import { Landing } from "@/components/Landing";
import { SessionFlow } from "@/components/session/SessionFlow";
import { setupProblem } from "@/lib/setup";
import { requestTexts } from "@/lib/visitor-language";

/** The start page: what will happen, and the session in its place once it was started. */
export default async function StartPage() {
  const texts = await requestTexts();
  const problem = setupProblem();
  return (
    <Page>
      {problem && <SetupNotice problem={problem} />}
      <SessionFlow texts={texts} landing={<Landing />} />
    </Page>
  );
}
