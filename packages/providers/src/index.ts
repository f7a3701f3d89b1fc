export { type BaseUrlCheck, checkBaseUrl } from "./address.ts";
export { readText, type SendOptions, type SendResult, send, UpstreamError, type UpstreamResponse } from "./http.ts";
export { priceTableAsOf, type SeedModel, type SeedSource, seedModels } from "./seed.ts";
export * from "./types.ts";
export * from "./vocabulary.ts";
