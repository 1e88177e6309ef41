"use client";

import type { Texts } from "@/lib/texts";
import { useCameraRefused } from "./use-camera-refused";

/** First aid for camera and microphone; it opens by itself once the browser says that they are refused. */
export function CameraHelp({ texts }: { texts: Texts }) {
  const refused = useCameraRefused();
  return (
    <details className="camera-help" open={refused}>
      <summary>{texts.cameraHelpTitle}</summary>
      <ul>
        <li>{texts.cameraHelpBrowser}</li>
        <li>{texts.cameraHelpSystem}</li>
        <li>{texts.cameraHelpOtherApp}</li>
      </ul>
    </details>
  );
}
