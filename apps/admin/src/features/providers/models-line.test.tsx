import { renderToStaticMarkup } from "react-dom/server";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import { emptySync } from "@/lib/sync-state.ts";
import type { CatalogSync, SyncStatus } from "@/lib/use-catalog-sync.ts";
import { ModelsLine } from "./models-line.tsx";
import type { ProviderGroup } from "./types.ts";

const group = { facts: { providerType: "openai" }, keys: [{ slug: null, keySource: "database" }] };
const openai = { provider: "openai", endpoint: null, state: "fresh", freshSince: null, failure: null, modelsFound: 3 };

/** What a card says of its models when this is known of them. */
const lineOf = (providers: object[] | null, isStatusAwaited = false) => {
	const status = providers === null ? undefined : ({ providers } as SyncStatus);
	const sync = { status, isStatusAwaited, state: emptySync, isRunning: false, isStarting: false } as CatalogSync;
	return renderToStaticMarkup(
		<MemoryRouter>
			<ModelsLine group={group as ProviderGroup} sync={sync} />
		</MemoryRouter>,
	);
};

it("keeps its place in the card until it is known what it says", () => {
	expect(lineOf(null, true)).toMatch(/Skeleton.*Models.*disabled.*Sync/);
	expect(lineOf([openai], false)).toMatch(/3 models.*Models.*Sync/);
	// Where nothing will come there is nothing to keep a place for.
	expect([lineOf([]), lineOf(null)]).toEqual(["", ""]);
});
