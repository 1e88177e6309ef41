import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { directionOf } from "@/lib/languages";
import { requestLanguage, requestTexts } from "@/lib/visitor-language";
import "./globals.css";

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f7f9" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1116" },
  ],
};

export async function generateMetadata(): Promise<Metadata> {
  const texts = await requestTexts();
  return { title: texts.appTitle, description: texts.landingLead, robots: { index: false } };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Each page is rendered per request: a page made at build time could not carry the nonce of the security policy.
  await connection();
  const [language, texts] = await Promise.all([requestLanguage(), requestTexts()]);
  return (
    <html lang={language} dir={directionOf(language)}>
      <body>
        <a className="skip-link" href="#main">
          {texts.skipToContent}
        </a>
        {children}
      </body>
    </html>
  );
}
