/**
 * Variables with which the libraries that Rochdale is made of, and those beside them, are asked to report to somebody: all on.
 * For runs that show that nothing is reported all the same.
 */

/** An address that belongs to nobody (RFC 5737). */
const NOBODY = "http://192.0.2.1:4318";

export const TRACING_ON: Readonly<Record<string, string | undefined>> = {
  LANGCHAIN_TRACING: "true",
  LANGCHAIN_TRACING_V2: "true",
  LANGCHAIN_ENDPOINT: NOBODY,
  LANGCHAIN_API_KEY: "canary",
  LANGCHAIN_PROJECT: "canary",
  LANGCHAIN_CALLBACKS_BACKGROUND: "false",
  LANGSMITH_TRACING: "true",
  LANGSMITH_TRACING_V2: "true",
  LANGSMITH_TRACING_MODE: "otel",
  LANGSMITH_OTEL_ENABLED: "true",
  LANGSMITH_ENDPOINT: NOBODY,
  LANGSMITH_API_KEY: "canary",
  LANGSMITH_PROJECT: "canary",
  OTEL_SDK_DISABLED: "false",
  OTEL_TRACES_EXPORTER: "otlp",
  OTEL_METRICS_EXPORTER: "otlp",
  OTEL_LOGS_EXPORTER: "otlp",
  OTEL_EXPORTER_OTLP_ENDPOINT: NOBODY,
  SENTRY_DSN: `${NOBODY}/1`,
  DO_NOT_TRACK: undefined,
  NO_UPDATE_NOTIFIER: undefined,
  HTTP_PROXY: NOBODY,
  HTTPS_PROXY: NOBODY,
  NODE_USE_ENV_PROXY: "0",
};
