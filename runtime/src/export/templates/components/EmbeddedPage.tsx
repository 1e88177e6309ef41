"use client";

import { useEffect, useRef } from "react";

interface Props {
  readonly page: "landing" | "recap";
  readonly language: string;
  readonly title: string;
}

/**
 * A page of the plan in a frame of its own. No script runs in it (see EMBEDDED_PAGE_POLICY), which is what makes sharing
 * the origin safe; the frame shares it so that its height can follow its content.
 */
export function EmbeddedPage({ page, language, title }: Props) {
  const ref = useRef<HTMLIFrameElement>(null);

  useEffect(() => {
    const frame = ref.current;
    if (!frame) return;
    const fit = () => fitHeight(frame);
    fit(); // The frame may have loaded before this code did.
    frame.addEventListener("load", fit);
    window.addEventListener("resize", fit);
    return () => {
      frame.removeEventListener("load", fit);
      window.removeEventListener("resize", fit);
    };
  }, []);

  return (
    <iframe ref={ref} className="embedded-page" src={`/embedded/${page}?lang=${language}`} title={title} sandbox="allow-same-origin" />
  );
}

function fitHeight(frame: HTMLIFrameElement): void {
  // While the document is on its way it has no root yet.
  const content = frame.contentDocument?.querySelector("html")?.getBoundingClientRect();
  if (content && content.height > 0) frame.style.height = `${Math.ceil(content.height)}px`;
}
