// The person in front of the camera: walks a hosted session to its end by what the page offers at each step.
import { tabTo } from "./keyboard.mjs";

const email = "pat@example.com";

/** How a person uses the controls of a frame; `frame` is a FrameLocator. */
export const withMouse = (_page, frame) => ({
  frame,
  click: (testId) => frame.getByTestId(testId).click(),
  type: (testId, text) => frame.getByTestId(testId).fill(text),
});

export const withKeyboard = (page, frame) => ({
  frame,
  click: async (testId) => {
    await frame.getByTestId(testId).waitFor();
    await tabTo(page, testId);
    await page.keyboard.press("Enter");
  },
  type: async (testId, text) => {
    await frame.getByTestId(testId).waitFor();
    await tabTo(page, testId);
    await page.keyboard.type(text);
  },
});

/**
 * Walks a session from the question for the camera through its last step; what follows is for the page around the frame.
 *
 * @param steps `[nodeId, act]` pairs in the order in which they are met
 * @param seen called with the node id on entering each step
 */
export async function walk(person, steps, seen = async () => {}) {
  await person.click("allow-devices");
  for (const [nodeId, act] of steps) {
    await person.frame.locator(`[data-node="${nodeId}"]`).first().waitFor();
    await seen(nodeId);
    await act(person);
  }
}

/** Takes the outcome by its button. */
export const choose = (outcome) => (person) => person.click(`outcome-${outcome}`);

/** Enters an email address. */
export const enterEmail = async (person) => {
  await person.type("email-input", email);
  await person.click("email-submit");
};

/** Gives an address if asked for one, then reads the code in the inbox and types it. */
export const enterCode = async (person) => {
  const field = person.frame.getByTestId("code-input");
  const address = person.frame.getByTestId("email-input");
  await field.or(address).first().waitFor();
  if (await address.isVisible()) await enterEmail(person);
  const code = await person.frame.getByTestId("inbox-code").textContent();
  await person.type("code-input", code.trim());
  await person.click("code-submit");
};

export const captureDocument = (person) => person.click("document-capture");
export const captureFace = (person) => person.click("face-capture");
