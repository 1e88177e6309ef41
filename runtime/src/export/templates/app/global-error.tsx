"use client";

import "./globals.css";

/** The last resort: stands in for the layout itself. */
export default function GlobalError({ reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <main id="main" className="page">
          <section className="card" role="alert">
            <h1>Something went wrong</h1>
            <p className="lead">The page could not be loaded. Please try again in a moment.</p>
            <button type="button" className="button" onClick={reset}>
              Try again
            </button>
          </section>
        </main>
      </body>
    </html>
  );
}
