import { schema } from "@llm-hub/db";
import type { Price } from "@llm-hub/providers";
import { inArray, sql } from "drizzle-orm";
import type { Context } from "../context.ts";
import { sandboxSlug } from "../keys/operator-targets.ts";
import type { ModelOutput } from "./schema.ts";

const { llmModels } = schema;

/** The whole prices in force; null is unknown. */
export async function pricesOf(
	{ db }: Pick<Context, "db">,
	ids: readonly string[],
): Promise<Map<string, Price | null>> {
	if (ids.length === 0) return new Map();
	const rows = await db
		.select({ id: llmModels.id, price: sql<Price | null>`${llmModels.price}` })
		.from(llmModels)
		.where(inArray(llmModels.id, [...ids]));
	return new Map(rows.map(({ id, price }) => [id, price]));
}

/** Who is to be paid for calls of a model, and at which price. Nobody bills the Sandbox. */
export const payeeOf = (
	{ id, providerType, endpointSlug }: Pick<ModelOutput, "id" | "providerType" | "endpointSlug">,
	prices: ReadonlyMap<string, Price | null>,
) => ({ provider: providerType, price: prices.get(id) ?? null, free: endpointSlug === sandboxSlug });
