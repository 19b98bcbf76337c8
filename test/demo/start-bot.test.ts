import { expect, test } from "vitest";
import { withoutMatrixSettings } from "../../demo/start-bot.ts";

test("the settings of a bot in earnest do not reach the one that is tried out", () => {
  const environment = { PATH: "/bin", MATRIX_ACCESS_TOKEN: "secret", MATRIX_HOMESERVER: "https://coop.example" };
  expect(withoutMatrixSettings(environment)).toEqual({ PATH: "/bin" });
});
