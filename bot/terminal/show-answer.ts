/** Asks one question and shows the reply: evidence for the moment on a terminal, the final reply everywhere. */
import type { Answer, AskRequest } from "../answer-types.ts";
import type { Output } from "../command.ts";
import type { Rochdale } from "../rochdale.ts";
import { renderAnswer, renderEvidence } from "./render-answer.ts";
import { Screen } from "./screen.ts";

export async function showAnswer(
  request: AskRequest,
  rochdale: Pick<Rochdale, "ask">,
  output: Output,
): Promise<Answer> {
  const screen = new Screen(output);
  screen.show([]);
  try {
    const answer = await rochdale.ask({
      ...request,
      onEvent: (event) => {
        if (event.kind === "evidence-ready") screen.show(renderEvidence(event, output));
      },
    });
    screen.clear();
    output.write(`${renderAnswer(answer, output).join("\n")}\n`);
    return answer;
  } finally {
    screen.clear();
  }
}
