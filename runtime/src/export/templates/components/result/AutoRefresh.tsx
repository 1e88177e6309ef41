"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 5_000;
const AT_MOST_MS = 10 * 60_000;

/** Reads the result again while an analysis is running. */
export function AutoRefresh() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), EVERY_MS);
    const limit = setTimeout(() => clearInterval(timer), AT_MOST_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(limit);
    };
  }, [router]);
  return null;
}
