import { providerTypes } from "@llm-hub/api/schemas";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { DeleteKeyDialog } from "./delete-key-dialog.tsx";
import type { CardActions, KeyTarget, ProviderFacts, ProviderKey } from "./types.ts";

const KeyDialog = lazy(() => import("./key-dialog.tsx"));
const RotationDialog = lazy(() => import("./rotation-dialog.tsx"));

/** What the cards open over the page. A link elsewhere may ask for a provider's form, or for a key's rotation. */
export function useKeyDialogs(
	keys: readonly ProviderKey[] | undefined,
	facts: readonly ProviderFacts[] | undefined,
): { on: CardActions; dialogs: ReactNode } {
	const [adding, setAdding] = useQueryState("add", parseAsStringLiteral(providerTypes));
	const [rotating, setRotating] = useQueryState("rotate", parseAsString);
	const [replacing, setReplacing] = useState<ProviderKey | null>(null);
	const [deleting, setDeleting] = useState<ProviderKey | null>(null);
	const factsOf = (type: string | undefined) => facts?.find(({ providerType }) => providerType === type);
	const formFacts = factsOf(replacing?.providerType ?? adding ?? undefined);
	const target: KeyTarget | null = formFacts ? { facts: formFacts, saved: replacing } : null;
	const closeForm = () => {
		setReplacing(null);
		void setAdding(null);
	};
	const rotated = keys?.find(({ id }) => id === rotating);
	return {
		on: {
			add: (providerType) => void setAdding(providerType),
			edit: setReplacing,
			rotate: ({ id }) => void setRotating(id),
			remove: setDeleting,
		},
		dialogs: (
			<>
				<Suspense fallback={null}>
					{target && <KeyDialog target={target} onClose={closeForm} />}
					{rotating !== null && (
						<RotationDialog
							providerId={rotating}
							facts={factsOf(rotated?.providerType)}
							onClose={() => void setRotating(null)}
						/>
					)}
				</Suspense>
				<DeleteKeyDialog target={deleting} onClose={() => setDeleting(null)} />
			</>
		),
	};
}
