"use client";

import { useEffect, useRef } from "react";

/** Shown when a page could not be made, most often because FaceSign could not be reached. English: no texts are loaded here. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main id="main" className="page">
      <section className="card" role="alert" lang="en">
        <h1 ref={heading} tabIndex={-1}>
          Something went wrong
        </h1>
        <p className="lead">The page could not be loaded. Nothing is lost: please try again in a moment.</p>
        {error.digest && <p className="muted">Reference: {error.digest}</p>}
        <button type="button" className="button" data-testid="retry" onClick={reset}>
          Try again
        </button>
      </section>
    </main>
  );
}
