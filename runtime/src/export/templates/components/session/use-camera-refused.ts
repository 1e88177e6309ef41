"use client";

import { useEffect, useState } from "react";

const DEVICES = ["camera", "microphone"] as PermissionName[];

/** Whether the browser refuses camera or microphone here. Frames share this page's permission, so it speaks for them too. */
export function useCameraRefused(): boolean {
  const [refused, setRefused] = useState(false);

  useEffect(() => {
    const watched: PermissionStatus[] = [];
    let isOver = false;
    const update = () => setRefused(watched.some(({ state }) => state === "denied"));

    async function watch(name: PermissionName) {
      try {
        const status = await navigator.permissions.query({ name });
        if (isOver) return;
        status.addEventListener("change", update);
        watched.push(status);
        update();
      } catch {
        // Some browsers do not tell; the visitor can still open the help.
      }
    }

    for (const device of DEVICES) void watch(device);
    return () => {
      isOver = true;
      for (const status of watched) status.removeEventListener("change", update);
    };
  }, []);

  return refused;
}
