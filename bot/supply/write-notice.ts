/** `npm run notice`: writes NOTICE anew. An entry point for those who change a dependency. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { noticeText } from "./notice.ts";

const root = join(import.meta.dirname, "../..");
await writeFile(join(root, "NOTICE"), await noticeText(root));
