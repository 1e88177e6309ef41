"use client";

import { useRef } from "react";

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
  const frame = useRef<HTMLIFrameElement>(null);
  function fitHeight() {
    const content = frame.current?.contentDocument?.documentElement;
    if (frame.current && content) frame.current.style.height = `${content.scrollHeight}px`;
  }
  return (
    <iframe
      ref={frame}
      className="embedded-page"
      src={`/embedded/${page}?lang=${language}`}
      title={title}
      sandbox="allow-same-origin"
      onLoad={fitHeight}
    />
  );
}
