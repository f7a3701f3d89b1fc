export { type Adapter, adapters, type ChatCall } from "./adapter.ts";
export { type BaseUrlCheck, checkBaseUrl } from "./address.ts";
export { streamChat } from "./call.ts";
export {
	type Cost,
	type CostInput,
	type CostTerm,
	computeCost,
} from "./cost.ts";
export { type CapFit, type CapPrice, fitUnderCap } from "./cost-cap.ts";
export { type CostRange, estimateCostRange, estimatedUsage } from "./cost-estimate.ts";
export { explainCost } from "./cost-explain.ts";
export { type CostForecast, forecastCost, type Traffic } from "./cost-forecast.ts";
export { type CallSum, costOfCalls } from "./cost-of-calls.ts";
export { addUsd, differenceUsd, divideUsd, formatUsd, subtractUsd, sumUsd } from "./cost-usd.ts";
export { mapFailure } from "./failures.ts";
export { readText, type SendOptions, type SendResult, send, UpstreamError, type UpstreamResponse } from "./http.ts";
export { imageTokens } from "./image-tokens.ts";
export { type ProviderInfo, providerInfo } from "./info.ts";
export { listModels } from "./listing/list-models.ts";
export {
	type ListedPrice,
	maxUsdPer1M,
	mergePrice,
	type ParsedPrice,
	parsePrice,
	priceState,
	validatePrice,
} from "./price.ts";
export {
	describePriceChange,
	hasSameRates,
	type PriceChange,
	type PriceChangeKind,
	priceChangeKinds,
	type RateChange,
} from "./price-change.ts";
export { findPrice, type PriceQuery } from "./price-lookup.ts";
export { redactSecrets } from "./redact.ts";
export { priceTableAsOf, type SeedModel, type SeedSource, seedModels } from "./seed.ts";
export { storableText } from "./storable-text.ts";
export { type ParameterNote, parameterNotes } from "./supports.ts";
export { testConnection } from "./test-connection.ts";
export {
	type CountedRequest,
	estimateRequestTokens,
	estimateTokens,
	loadTokenCounter,
	type TokenEstimate,
} from "./tokens.ts";
export * from "./types.ts";
export { normaliseUsage } from "./usage.ts";
export * from "./vocabulary.ts";
