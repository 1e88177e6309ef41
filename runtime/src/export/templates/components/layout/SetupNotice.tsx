/** Tells the developer what to set; shown by `npm run dev` only. */
export function SetupNotice({ problem }: { problem: string }) {
  return (
    <aside className="notice" role="alert" lang="en">
      <strong>Set-up is not finished.</strong> <span>{problem}</span> <span>Restart the server afterwards.</span>
    </aside>
  );
}
