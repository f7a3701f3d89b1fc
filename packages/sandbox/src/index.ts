export type { Exchange } from "./exchange.ts";
export { createHold, type Hold } from "./hold.ts";
export { defaultModels } from "./models.ts";
export { createReplay, type Replay, type ReplayOptions } from "./replay.ts";
export { createSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";
export { countTokens, splitTokens } from "./tokens.ts";
export {
	type Behaviour,
	type FailureName,
	failureNames,
	type ProviderName,
	providerNames,
	type SandboxCall,
	type SandboxModel,
} from "./types.ts";
