/** A member with matrix-nio and its encryption (vodozemac): a client in Python that shares no code with the bot. */
import { join } from "node:path";
import { type InstallOptions, installPython } from "../../demo/python-venv.ts";
import { ChildMember, type ChildMemberOptions } from "./child-member.ts";
import type { Member } from "./member.ts";

export type NioMemberOptions = ChildMemberOptions & {
  /** The Python of `installNio`. */
  readonly python: string;
  /** Where it keeps its keys. */
  readonly folder: string;
};

const VERSION = "0.26.0";

/** Brings matrix-nio from PyPI once (about 70 MB). @returns the path of the Python that runs it. */
export function installNio(options: InstallOptions): Promise<string> {
  const constraints = join(import.meta.dirname, "nio-constraints.txt");
  return installPython({ name: "nio", requirements: [`matrix-nio[e2e]==${VERSION}`], constraints }, options);
}

/** Starts a member; its device is signed by nobody: nio knows no cross-signing. */
export function startNioMember(options: NioMemberOptions): Promise<Member> {
  return ChildMember.start(options, {
    name: "matrix-nio",
    program: options.python,
    args: [join(import.meta.dirname, "nio_member.py")],
    start: { folder: options.folder },
  });
}
