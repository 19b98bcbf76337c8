import { expect, test } from "vitest";
import { withoutEcho } from "../../../bot/matrix/without-echo.ts";

test("what a homeserver gives back of token or message is not repeated; what it says itself is", () => {
  const sent = {
    token: "syt_a_token",
    body: { msgtype: "m.text", body: 'My "question"\nof today', parts: ["another part"] },
  };
  const leftOut = "its words give back what it was sent";
  expect(withoutEcho("Unknown token syt_a_token", sent)).toBe(leftOut);
  expect(withoutEcho(`bad JSON: ${JSON.stringify(sent.body)}`, sent)).toBe(leftOut);
  expect(withoutEcho("another part is wrong", sent)).toBe(leftOut);
  expect(withoutEcho("You are not in this room (m.text)", sent)).toBe("You are not in this room (m.text)");
});
