/** Whether a message of the frame says that the session is over: JSON text with a `message` of `SESSION_FINISHED`. */
export function isFinishedMessage(data: unknown): boolean {
  if (typeof data !== "string") return false;
  try {
    const parsed: unknown = JSON.parse(data);
    return typeof parsed === "object" && parsed !== null && "message" in parsed && parsed.message === "SESSION_FINISHED";
  } catch {
    return false;
  }
}
