import { HumanMessage, SystemMessage } from "@langchain/core/messages";
import { openModels } from "/work/main/bot/llama/models.ts";

const t0 = performance.now();
const t = (...l) => console.log(((performance.now() - t0) / 1000).toFixed(2), ...l);
const m = await openModels({
  modelsDir: process.env.HOME + "/.cache/rochdale/models",
  signal: AbortSignal.timeout(300000),
  installMissing: false,
  log: console.error,
  profileName: process.argv[2],
});
t(m.profile, m.notices);
t((await m.embedder.embedQuery("hello")).length, await m.memory());
const msgs = [
  new SystemMessage("You answer."),
  new HumanMessage("The notice is 14 days. Question: how long is the notice? Answer in one short sentence."),
];
for await (const c of await m.chatModel.stream(msgs)) process.stdout.write(JSON.stringify(c.text) + " ");
const r = await m.chatModel.invoke(msgs, { maxTokens: 5 });
t(r.text, r.usage_metadata, r.response_metadata);
t(await m.chatModel.scoreNext(msgs, ["yes", "Yes", "no", "No"]));
t(await m.memory());
for await (const c of await m.chatModel.stream([new HumanMessage("Count from one to one hundred in words.")])) {
  process.stdout.write(c.text);
  break;
}
t("left");
t((await m.chatModel.invoke(msgs)).text);
