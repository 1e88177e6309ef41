import flowData from "@/content/flow.json";
import pagesData from "@/content/pages.json";
import settingsData from "@/content/settings.json";
import verdictData from "@/content/verdict.json";
import type { FlowNode, SessionSettings } from "@/lib/facesign/types";

/** The verification flow, exactly as it is sent to FaceSign. */
export const flow = flowData as unknown as readonly FlowNode[];

/** Everything else a session is created from: avatar, languages, zone, metadata… */
export const settings = settingsData as unknown as Omit<SessionSettings, "flow">;

/** Own pages before and after the session; `null` shows the built-in ones. */
export const pages = pagesData as { readonly landing: string | null; readonly recap: string | null };

/** Ids of the end nodes that mean success: review them in content/verdict.json. */
export const passEnds = verdictData.passEnds as readonly string[];
