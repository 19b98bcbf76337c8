/** An HTTP server on 127.0.0.1 that speaks as much of the OpenAI-compatible API as llama-server's chat endpoint. */
import { once } from "node:events";
import { createServer } from "node:http";

export type LlamaServerStub = AsyncDisposable & { readonly baseUrl: string; readonly requests: unknown[] };

/** Says `reply` to every question, in two pieces when a stream is asked for. */
export async function startLlamaServerStub(reply: string): Promise<LlamaServerStub> {
  const requests: unknown[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += String(piece);
    const asked: unknown = JSON.parse(body);
    requests.push(asked);
    const streaming = typeof asked === "object" && asked !== null && "stream" in asked && asked.stream === true;
    const envelope = { id: "1", created: 0, model: "stub" };
    if (!streaming) {
      response.setHeader("content-type", "application/json");
      const choice = { index: 0, finish_reason: "stop", message: { role: "assistant", content: reply } };
      response.end(JSON.stringify({ ...envelope, object: "chat.completion", choices: [choice] }));
      return;
    }
    response.setHeader("content-type", "text/event-stream");
    const half = Math.ceil(reply.length / 2);
    for (const content of [reply.slice(0, half), reply.slice(half)]) {
      const choice = { index: 0, delta: { role: "assistant", content }, finish_reason: null };
      response.write(
        `data: ${JSON.stringify({ ...envelope, object: "chat.completion.chunk", choices: [choice] })}\n\n`,
      );
    }
    response.end("data: [DONE]\n\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
