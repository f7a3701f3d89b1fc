import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Popper from "@mui/material/Popper";
import Skeleton from "@mui/material/Skeleton";
import TextField from "@mui/material/TextField";
import { useDeferredValue, useId, useMemo, useRef, useState } from "react";
import { ErrorState } from "@/components/error-state.tsx";
import { plural } from "@/lib/format.ts";
import { useTierName } from "@/lib/use-tier-name.ts";
import { mostModels } from "../use-lab-url.ts";
import { useFavourites } from "./favourites.ts";
import { ModelChips, type ModelChoice } from "./model-chips.tsx";
import { ModelList, optionId } from "./model-list.tsx";
import { rowsOf } from "./rows.ts";
import { useListKeys } from "./use-list-keys.ts";
import { useModels } from "./use-models.ts";
import { type Model, whyNot } from "./why-not.ts";

/** The models to run on: a search over all that chat, and those that are chosen as chips above it. */
export default function ModelPicker({ value, onChange }: ModelChoice) {
	const [search, setSearch] = useState("");
	const [isOpen, setIsOpen] = useState(false);
	const anchor = useRef<HTMLDivElement>(null);
	const listId = useId();
	const tierName = useTierName();
	const catalog = useModels(isOpen);
	const { favourites, recent, toggleFavourite, addRecent } = useFavourites();
	const wanted = useDeferredValue(search);
	// A model does not change its place under the hand that chooses it.
	const [frozenRecent, setFrozenRecent] = useState(recent);
	const rows = useMemo(
		() => rowsOf(catalog.models, wanted, { favourites, recent: frozenRecent }),
		[catalog.models, wanted, favourites, frozenRecent],
	);
	const obstacleOf = (model: Model): string | null => {
		if (value.includes(model.id)) return null;
		return whyNot(model, tierName) ?? (value.length >= mostModels ? `at most ${mostModels} models` : null);
	};
	const open = () => {
		setFrozenRecent(recent);
		setIsOpen(true);
	};
	const close = () => {
		setIsOpen(false);
		setSearch("");
	};
	const pick = (model: Model) => {
		if (obstacleOf(model)) return;
		const isChosen = value.includes(model.id);
		onChange(isChosen ? value.filter((id) => id !== model.id) : [...value, model.id]);
		if (!isChosen) addRecent(model.id);
	};
	const keys = useListKeys({
		rows,
		isOpen,
		onOpen: open,
		onClose: close,
		onPick: pick,
		onStar: ({ id }) => toggleFavourite(id),
		onTakeBack: () => onChange(value.slice(0, -1)),
	});
	const count = rows.filter(({ kind }) => kind === "model").length;
	return (
		<Box ref={anchor}>
			<ModelChips value={value} onChange={onChange} />
			<TextField
				label="Models"
				fullWidth
				placeholder="Search by name, id or provider"
				value={search}
				onChange={(event) => {
					setSearch(event.target.value);
					keys.setActive(-1);
					if (!isOpen) open();
				}}
				onClick={open}
				onBlur={close}
				onKeyDown={keys.onKeyDown}
				autoComplete="off"
				slotProps={{
					inputLabel: { shrink: true },
					htmlInput: {
						role: "combobox",
						"aria-expanded": isOpen,
						"aria-controls": isOpen ? listId : undefined,
						"aria-autocomplete": "list",
						"aria-activedescendant": isOpen && keys.active >= 0 ? optionId(listId, keys.active) : undefined,
					},
				}}
			/>
			<Popper open={isOpen} anchorEl={anchor.current} placement="top-start" disablePortal sx={{ zIndex: "modal" }}>
				<Paper
					elevation={8}
					sx={{
						display: "flex",
						flexDirection: "column",
						width: { xs: "calc(100vw - 66px)", md: 560 },
						height: "min(440px, 48dvh)",
						my: 0.5,
						border: 1,
						borderColor: "divider",
						overflow: "hidden",
					}}
				>
					{catalog.error ? (
						<Box sx={{ p: 2 }} onMouseDown={(event) => event.preventDefault()}>
							<ErrorState error={catalog.error} onRetry={catalog.retry} />
						</Box>
					) : catalog.isPending ? (
						<Box sx={{ p: 1.5 }} aria-busy>
							{["a", "b", "c", "d", "e"].map((row) => (
								<Skeleton key={row} variant="rounded" height={56} sx={{ mb: 1.5 }} />
							))}
						</Box>
					) : (
						<ModelList
							id={listId}
							rows={rows}
							active={keys.active}
							chosen={value}
							favourites={favourites}
							obstacleOf={obstacleOf}
							onPick={pick}
							onStar={({ id }) => toggleFavourite(id)}
							onPoint={keys.setActive}
						/>
					)}
					<Box
						role="status"
						sx={{ px: 1.5, py: 0.75, fontSize: 12, color: "text.secondary", borderTop: 1, borderColor: "divider" }}
					>
						{catalog.isPending ? "models on the way" : plural(count, "model")} · ↑ ↓ move · Enter chooses · Alt+S
						favourite · Esc closes
					</Box>
				</Paper>
			</Popper>
		</Box>
	);
}
