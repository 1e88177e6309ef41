// The person in front of the camera: walks a hosted session to its end by what the page offers at each step.

/** Fields that a person fills in before the step can be left on its good way. */
const email = "pat@example.com";

/**
 * Walks the session in a frame.
 *
 * @param frame the hosted page's frame (a FrameLocator)
 * @param steps `[nodeId, act]` pairs in the order in which they are met
 * @param seen called with the node id on entering each step, for screenshots
 */
export async function walk(frame, steps, seen = async () => {}) {
  await frame.getByTestId("allow-devices").click();
  for (const [nodeId, act] of steps) {
    await frame.locator(`[data-node="${nodeId}"]`).waitFor();
    await seen(nodeId);
    await act(frame);
  }
  await frame.getByTestId("finished").waitFor();
  await seen("finished");
}

/** Takes the outcome by its button. */
export const choose = (outcome) => (frame) => frame.getByTestId(`outcome-${outcome}`).click();

/** Says something, as typed text. */
export const reply = (text) => async (frame) => {
  await frame.getByTestId("reply").fill(text);
  await frame.getByTestId("reply").press("Enter");
};

/** Enters an email address. */
export const enterEmail = async (frame) => {
  await frame.getByTestId("email-input").fill(email);
  await frame.getByTestId("email-submit").click();
};

/** Gives an address if asked for one, then reads the code in the inbox and types it. */
export const enterCode = async (frame) => {
  const field = frame.getByTestId("code-input");
  const address = frame.getByTestId("email-input");
  await field.or(address).first().waitFor();
  if (await address.isVisible()) await enterEmail(frame);
  const code = (await frame.getByTestId("inbox-code").textContent()).trim();
  await field.fill(code);
  await frame.getByTestId("code-submit").click();
};

export const captureDocument = (frame) => frame.getByTestId("document-capture").click();
export const captureFace = (frame) => frame.getByTestId("face-capture").click();
