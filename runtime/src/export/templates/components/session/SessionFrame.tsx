"use client";

import { useEffect, useRef } from "react";
import type { Texts } from "@/lib/texts";
import { CameraHelp } from "./CameraHelp";
import { isFinishedMessage } from "./frame-message";
import type { OpenSession } from "./session-state";

interface Props {
  readonly session: OpenSession;
  readonly expired: boolean;
  readonly texts: Texts;
  readonly onFinished: () => void;
  readonly onRenew: () => void;
  readonly onLeave: () => void;
}

/** FaceSign's hosted page in a frame, with everything around it that a visitor may need. */
export function SessionFrame({ session, expired, texts, onFinished, onRenew, onLeave }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);

  useEffect(() => {
    const origin = new URL(session.url).origin;
    function listen(event: MessageEvent) {
      const fromFrame = event.origin === origin && event.source === frame.current?.contentWindow;
      if (fromFrame && isFinishedMessage(event.data)) onFinished();
    }
    window.addEventListener("message", listen);
    return () => window.removeEventListener("message", listen);
  }, [session.url, onFinished]);

  return (
    <section className="session" aria-label={texts.frameTitle}>
      {expired && (
        <div className="notice" role="alert">
          <span>{texts.expired}</span>
          <button type="button" className="button small" onClick={onRenew}>
            {texts.renew}
          </button>
        </div>
      )}
      <iframe
        key={session.url}
        ref={frame}
        className="session-frame"
        data-testid="session-frame"
        src={session.url}
        title={texts.frameTitle}
        allow="camera; microphone; autoplay; fullscreen"
        referrerPolicy="no-referrer"
      />
      <div className="session-tools">
        <CameraHelp texts={texts} />
        <span className="session-links">
          <a href={session.url} target="_blank" rel="noopener noreferrer">
            {texts.openInTab}
          </a>
          <button type="button" className="link" onClick={onLeave}>
            {texts.leave}
          </button>
        </span>
      </div>
    </section>
  );
}
