import type { Price } from "@llm-hub/providers";
import type { Context } from "../context.ts";
import { sandboxSlug, sandboxTarget } from "../keys/operator-targets.ts";
import type { Services } from "../services.ts";
import { listEndpointModels, replaceEndpointModels, retireEndpointModels } from "./endpoint-models.ts";

const sandboxPrice = (asOf: string): Price => ({
	tiers: [{ aboveInputTokens: 0, rates: { input: "0", output: "0" } }],
	source: "sandbox",
	asOf,
});

/**
 * Offers the built-in Sandbox's models as `custom/sandbox/<model>`, free of charge; retires them where the Sandbox is
 * not offered. A Sandbox that does not answer is logged and changes nothing.
 */
export async function addSandboxModels({
	db,
	services,
}: Pick<Context, "db"> & { services: Pick<Services, "config" | "log"> }): Promise<void> {
	const target = sandboxTarget(services.config);
	if (!target) return retireEndpointModels(db, sandboxSlug);
	const models = await listEndpointModels(target);
	if (!models) {
		services.log.warn("the built-in Sandbox does not list its models");
		return;
	}
	const price = sandboxPrice(new Date().toISOString().slice(0, 10));
	await db.transaction((tx) => replaceEndpointModels(tx, sandboxSlug, models, { price, source: "sandbox" }));
}
