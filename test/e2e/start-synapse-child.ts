/** Starts a Synapse, says where it is and stays: for the test that kills this process. Arguments: Python, folder. */
import { startSynapse } from "../../demo/synapse.ts";

const [python = "", folder = ""] = process.argv.slice(2);
const synapse = await startSynapse({ python, folder });
console.log(synapse.baseUrl);
setInterval(() => {}, 60_000);
