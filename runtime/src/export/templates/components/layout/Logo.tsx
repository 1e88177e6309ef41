/** A face between the corners of a viewfinder; replace it by your own mark. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M9 12V9.5A1.5 1.5 0 0 1 10.5 8H13M19 8h2.5A1.5 1.5 0 0 1 23 9.5V12M23 20v2.5a1.5 1.5 0 0 1-1.5 1.5H19M13 24h-2.5A1.5 1.5 0 0 1 9 22.5V20M12 16.5l3 3 5.5-6" />
    </svg>
  );
}
