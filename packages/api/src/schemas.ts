export * from "@llm-hub/providers/vocabulary";
export * from "./audit/schema.ts";
export * from "./auth/schema.ts";
export * from "./catalog/schema.ts";
export * from "./catalog/sync/schema.ts";
export * from "./keys/schema.ts";
export * from "./testing/schema.ts";
