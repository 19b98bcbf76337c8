/**
 * Every named moment at which a running bot has just written something, from a file that is handed in to the answer that
 * lies on the homeserver. Tests end the process at each; a running Rochdale hands in nothing.
 */
import { LOADING_STEPS } from "../../corpora/loading/steps.ts";
import { INDEX_STEPS } from "../../retrieval/index-steps.ts";
import { CONNECTION_STEPS } from "./connection/connection-steps.ts";
import { DESK_STEPS } from "./desk/desk-steps.ts";
import { LOAD_STEPS } from "./loading/load-steps.ts";

export const STEPS = [...CONNECTION_STEPS, ...DESK_STEPS, ...LOADING_STEPS, ...LOAD_STEPS, ...INDEX_STEPS] as const;
export type Step = (typeof STEPS)[number];

/** Told of each step as it is passed. */
export type OnStep = (step: Step) => void;
