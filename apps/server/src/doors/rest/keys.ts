import {
	apiKeyField,
	baseUrlField,
	healthStates,
	type KeyOutput,
	keyNameField,
	providerTypes,
	type TestResult,
} from "@llm-hub/api/schemas";
import type { RouterInputs } from "@llm-hub/api/types";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { callerOf } from "./access.ts";
import { failures, moment, toMoment } from "./shapes.ts";

const tags = ["provider keys"];
const fields = { baseUrl: "config.base_url", apiKey: "api_key", providerId: "provider_type" };

const providerType = z.enum(providerTypes);
const configInput = z.strictObject({ base_url: baseUrlField.optional() }).optional();
const saveBody = z.strictObject({
	provider_type: providerType,
	api_key: apiKeyField.optional().describe("At least 10 characters. Only a custom endpoint may do without."),
	name: keyNameField.optional().describe("Default: the provider's name. Provider and name together say which key."),
	config: configInput.describe("Only for custom endpoints."),
});
const testBody = z.strictObject({
	provider_type: providerType,
	api_key: apiKeyField.optional(),
	config: configInput,
});
const target = z.object({ target: z.string().min(1).max(64).describe("A provider type, or the id of a saved key.") });

const keyShape = z.object({
	id: z.string(),
	name: z.string(),
	provider_type: providerType,
	has_key: z.boolean(),
	key_source: z.enum(["database", "environment", "not_set"]),
	enabled: z.boolean(),
	health_status: z.enum(healthStates),
	last_tested: moment.nullable(),
	test_status: z.enum(["success", "failed"]).nullable(),
	key_preview: z.string().nullable(),
	config: z.object({ base_url: z.string().optional(), sandbox: z.literal(true).optional() }),
});
const stageShape = z.object({
	stage: z.enum(["reach", "authenticate", "list"]),
	success: z.boolean(),
	latency_ms: z.number(),
	models_found: z.number().optional(),
	error: z.string().nullable(),
	code: z.string().nullable(),
});
const testAnswer = z.object({
	success: z.boolean(),
	latency_ms: z.number(),
	models_found: z.number().nullable(),
	error: z.string().nullable(),
	code: z.string().nullable(),
	stages: z.array(stageShape),
});
const saveAnswer = z.object({
	success: z.literal(true),
	provider_id: z.string(),
	name: z.string(),
	provider_type: providerType,
	has_key: z.boolean(),
	enabled: z.boolean(),
	key_preview: z.string().nullable(),
	test_result: testAnswer.nullable(),
	message: z.string(),
});
const deleteAnswer = z.object({ success: z.literal(true), provider_id: z.string(), message: z.string() });
const infoShape = z.object({
	provider_type: providerType,
	display_name: z.string(),
	description: z.string(),
	key_format: z.string(),
	supports_test: z.boolean(),
	auth_type: z.string(),
	get_key_url: z.string().nullable(),
});
const listOf = <Row extends z.ZodType>(row: Row) =>
	z.object({ success: z.literal(true), providers: z.array(row), total: z.number().int() });

/** The built-in Sandbox has no key, and says so: `not_set`, with `config.sandbox`. */
const toKey = (key: KeyOutput): z.infer<typeof keyShape> => ({
	id: key.id,
	name: key.name,
	provider_type: key.providerType,
	has_key: key.hasKey,
	key_source: key.keySource === "sandbox" ? "not_set" : key.keySource,
	enabled: key.enabled,
	health_status: key.healthStatus,
	last_tested: toMoment(key.lastTestedAt),
	test_status: key.testStatus,
	key_preview: key.keyPreview,
	config: {
		...(key.baseUrl !== null && { base_url: key.baseUrl }),
		...(key.keySource === "sandbox" && { sandbox: true as const }),
	},
});

const toTestAnswer = ({ success, latencyMs, modelsFound, error, stages }: TestResult): z.infer<typeof testAnswer> => ({
	success,
	latency_ms: latencyMs,
	models_found: modelsFound,
	error: error?.message ?? null,
	code: error?.reason ?? null,
	stages: stages.map(({ stage, ok, latencyMs: stageMs, modelsFound: found, failure }) => ({
		stage,
		success: ok,
		latency_ms: stageMs,
		...(found !== undefined && { models_found: found }),
		error: failure?.message ?? null,
		code: failure?.reason ?? null,
	})),
});

const byTypeOrId = (text: string): Pick<RouterInputs["keys"]["delete"], "providerType" | "providerId"> => {
	const type = providerTypes.find((known) => known === text);
	return type ? { providerType: type } : { providerId: text };
};

/** `/api/v1/llm/providers`: saved keys, their tests, and what each provider wants. Nothing here returns a key. */
export const keyRoutes: FastifyPluginAsyncZod = async (app) => {
	const config = { access: "admin", fields } as const;

	app.get(
		"/keys",
		{ config, schema: { tags, summary: "Every provider's key", response: { 200: listOf(keyShape), ...failures } } },
		async (request) => {
			const { providers, total } = await callerOf(request).keys.list();
			return { success: true as const, providers: providers.map(toKey), total };
		},
	);

	app.post(
		"/keys",
		{
			config,
			schema: { tags, summary: "Save and test a key", body: saveBody, response: { 200: saveAnswer, ...failures } },
		},
		async (request) => {
			const { provider_type, api_key, name, config: settings } = request.body;
			const input = { providerType: provider_type, apiKey: api_key, name, baseUrl: settings?.base_url };
			const saved = await callerOf(request).keys.save(input);
			return {
				success: true as const,
				provider_id: saved.providerId,
				name: saved.name,
				provider_type: saved.providerType,
				has_key: saved.hasKey,
				enabled: saved.enabled,
				key_preview: saved.keyPreview,
				test_result: saved.testResult && toTestAnswer(saved.testResult),
				message: saved.message,
			};
		},
	);

	app.delete(
		"/keys/:target",
		{ config, schema: { tags, summary: "Delete a key", params: target, response: { 200: deleteAnswer, ...failures } } },
		async (request) => {
			const deleted = await callerOf(request).keys.delete(byTypeOrId(request.params.target));
			return { success: true as const, provider_id: deleted.providerId, message: deleted.message };
		},
	);

	app.post(
		"/keys/test",
		{
			config,
			schema: { tags, summary: "Test an unsaved key", body: testBody, response: { 200: testAnswer, ...failures } },
		},
		async (request) => {
			const { provider_type, api_key, config: settings } = request.body;
			const input = { providerType: provider_type, apiKey: api_key, baseUrl: settings?.base_url };
			return toTestAnswer(await callerOf(request).keys.test(input));
		},
	);

	app.post(
		"/keys/:target/test",
		{
			config,
			schema: { tags, summary: "Test the key in use", params: target, response: { 200: testAnswer, ...failures } },
		},
		async (request) => toTestAnswer(await callerOf(request).keys.test(byTypeOrId(request.params.target))),
	);

	app.get(
		"/info",
		{
			config,
			schema: { tags, summary: "What each provider wants", response: { 200: listOf(infoShape), ...failures } },
		},
		async (request) => {
			const { providers, total } = await callerOf(request).keys.info();
			const rows = providers.map((info) => ({
				provider_type: info.providerType,
				display_name: info.displayName,
				description: info.description,
				key_format: info.keyFormat,
				supports_test: info.supportsTest,
				auth_type: info.authType,
				get_key_url: info.getKeyUrl,
			}));
			return { success: true as const, providers: rows, total };
		},
	);
};
