/** Run as a child by `rochdale doctor`: loads llama.cpp, says what it runs on, and ends. Loads no model. */
import { getLlama, LlamaLogLevel } from "node-llama-cpp";

const llama = await getLlama({ build: "never", skipDownload: true, logLevel: LlamaLogLevel.error });
process.stdout.write(llama.gpu === false ? "processor" : llama.gpu);
await llama.dispose();
process.exit(0);
