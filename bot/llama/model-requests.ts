/** What the LangChain classes need of the model process: requests in, results out. */
import type { RequestOptions } from "./model-process.ts";
import type { Request, Result } from "./protocol.ts";

export interface ModelRequests {
  request(request: Request, options?: RequestOptions): Promise<Result>;
}

/** The result of the kind that was asked for. @throws Error when the process mixed something up. */
export async function requestKind<K extends Request["kind"]>(
  models: ModelRequests,
  request: Extract<Request, { kind: K }>,
  options: RequestOptions = {},
): Promise<Extract<Result, { kind: K }>> {
  const result: Result = await models.request(request, options);
  if (isKind<K>(result, request.kind)) return result;
  throw new Error(`Expected the model process to answer \`${request.kind}\`, got \`${result.kind}\`.`);
}

function isKind<K extends Request["kind"]>(
  result: Result,
  kind: Request["kind"],
): result is Extract<Result, { kind: K }> {
  return result.kind === kind;
}
