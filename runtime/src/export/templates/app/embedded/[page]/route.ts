import { pages } from "@/lib/content";
import { directionOf, matchLanguage } from "@/lib/languages";
import { EMBEDDED_PAGE_POLICY } from "@/lib/security-headers";
import { fillPlaceholders } from "@/lib/texts";
import { requestLanguage, textsOf } from "@/lib/visitor-language";

/** Serves the plan's own landing and recap pages to their frame: as documents of their own that can run no script. */
export async function GET(request: Request, { params }: { params: Promise<{ page: string }> }): Promise<Response> {
  const { page } = await params;
  const html = page === "landing" || page === "recap" ? pages[page] : null;
  if (html === null) return new Response("Not found", { status: 404 });
  const language = matchLanguage(new URL(request.url).searchParams.get("lang")) ?? (await requestLanguage());
  return new Response(documentOf(fillPlaceholders(html, textsOf(language)), language), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": EMBEDDED_PAGE_POLICY,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}

/** A fragment becomes a document with the reader's language and colours; a whole document stays as it is. */
function documentOf(html: string, language: string): string {
  if (/<html[\s>]/i.test(html)) return html;
  return `<!doctype html><html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8">
<meta name="color-scheme" content="light dark"><style>body{margin:0;font:1rem/1.6 system-ui,sans-serif}</style></head>
<body>${html}</body></html>`;
}
