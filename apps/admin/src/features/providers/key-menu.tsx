import { MoreMenu } from "@/components/more-menu.tsx";
import type { CardActions, ProviderKey } from "./types.ts";
import { useSetKeyEnabled } from "./use-set-key-enabled.ts";

interface KeyMenuProps {
	providerKey: ProviderKey;
	place: { index: number; count: number } | null;
	on: CardActions;
	onMove: (by: -1 | 1) => void;
}

/** What is done with a saved key now and then. */
export function KeyMenu({ providerKey, place, on, onMove }: KeyMenuProps) {
	const setEnabled = useSetKeyEnabled();
	const { name, enabled, id, providerType, hasKey } = providerKey;
	const isCustom = providerType === "custom";
	const edit = { label: isCustom ? "Edit" : "Replace at once", onPick: () => on.edit(providerKey) };
	const moves = (at: NonNullable<typeof place>) => [
		{ label: "Try earlier", disabled: at.index === 0, onPick: () => onMove(-1) },
		{ label: "Try later", disabled: at.index === at.count - 1, onPick: () => onMove(1) },
	];
	return (
		<MoreMenu
			label={`More for ${name}`}
			actions={[
				...(hasKey || !isCustom ? [edit] : []),
				...(place ? moves(place) : []),
				...(isCustom ? [] : [{ label: "Add another key", onPick: () => on.add(providerType) }]),
				{ label: enabled ? "Disable" : "Enable", onPick: () => setEnabled(id, !enabled) },
				{ label: "Delete key", isDanger: true, onPick: () => on.remove(providerKey) },
			]}
		/>
	);
}
