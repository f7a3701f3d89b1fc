export { type BaseUrlCheck, checkBaseUrl } from "./address.ts";
export { readText, type SendOptions, type SendResult, send, UpstreamError, type UpstreamResponse } from "./http.ts";
export * from "./types.ts";
export * from "./vocabulary.ts";
