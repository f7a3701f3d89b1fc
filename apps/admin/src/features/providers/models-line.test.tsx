import { renderToStaticMarkup } from "react-dom/server";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import { emptySync } from "@/lib/sync-state.ts";
import type { CatalogSync, SyncStatus } from "@/lib/use-catalog-sync.ts";
import { ModelsLine } from "./models-line.tsx";
import type { ProviderGroup } from "./types.ts";

const refused = "OpenAI does not accept the key.";
const key = { slug: null, keySource: "database", problem: null, lastTest: { error: { message: refused } } };
const group = { facts: { providerType: "openai" }, keys: [key] };
const openai = { provider: "openai", endpoint: null, state: "fresh", freshSince: null, failure: null, modelsFound: 3 };

/** What a card says of its models when this is known of them. */
const lineOf = (providers: object[] | null, isStatusAwaited = false) => {
	const status = providers === null ? undefined : ({ providers } as SyncStatus);
	const sync = { status, isStatusAwaited, state: emptySync, isRunning: false, isStarting: false } as CatalogSync;
	return renderToStaticMarkup(
		<MemoryRouter>
			<ModelsLine group={group as unknown as ProviderGroup} sync={sync} />
		</MemoryRouter>,
	);
};

it("keeps its place in the card until it is known what it says", () => {
	expect(lineOf(null, true)).toMatch(/Skeleton.*Models.*disabled.*Sync/);
	expect(lineOf([openai], false)).toMatch(/3 models.*Models.*Sync/);
	// Where nothing will come there is nothing to keep a place for.
	expect([lineOf([]), lineOf(null)]).toEqual(["", ""]);
});

it("does not say again of a failed sync what stands above it of the key", () => {
	const failed = (message: string) => lineOf([{ ...openai, state: "failing", failure: { message } }]);
	expect(failed(refused)).toContain("Not synced for the same reason");
	expect(failed("The list cannot be read.")).toContain("Not synced: The list cannot be read.");
});
