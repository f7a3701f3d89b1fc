export * from "./access.ts";
export * from "./audit.ts";
export * from "./lab.ts";
export * from "./models.ts";
export * from "./providers.ts";
export * from "./runs.ts";
export * from "./sync.ts";
export * from "./users.ts";
