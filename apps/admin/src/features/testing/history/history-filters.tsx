import SearchIcon from "@mui/icons-material/Search";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import OutlinedInput from "@mui/material/OutlinedInput";
import { useState } from "react";
import { FilterSelect } from "@/components/filter-select.tsx";
import { MomentField } from "@/components/moment-field.tsx";
import { providerNames } from "@/lib/provider-names.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { costWords, type HistoryView, runStates } from "./use-history-view.ts";

const optionsOf = <Value extends string>(words: Record<Value, string>) =>
	(Object.entries(words) as [Value, string][]).map(([value, label]) => ({ value, label }));

/** One that is chosen stands in the list, whatever the list holds. */
const withChosen = (options: { value: string; label: string }[], chosen: string | null) =>
	chosen === null || options.some(({ value }) => value === chosen)
		? options
		: [...options, { value: chosen, label: chosen }];

/** Search and filters of the history. */
export function HistoryFilters({ view, setView, isFiltered, clear }: HistoryView) {
	const { isAdmin } = useSession();
	const metrics = trpc.testing.metrics.useQuery({ days: null });
	const templates = trpc.testing.templates.list.useQuery();
	const suites = trpc.testing.suites.list.useQuery();
	const models = metrics.data?.map(({ modelId }) => ({ value: modelId, label: modelId })) ?? [];
	const isMine = view.whose === "me";
	// On a phone the tests have the room until the filters are asked for.
	const [isUnfolded, setUnfolded] = useState(false);
	return (
		<Box role="search" sx={{ px: 2, py: 1.5, borderBottom: 1, borderColor: "divider" }}>
			<OutlinedInput
				size="small"
				type="search"
				fullWidth
				autoFocus
				disabled={!isMine}
				placeholder={isMine ? "Words in prompt or answer" : "Words are searched in your own tests alone"}
				value={isMine ? view.q : ""}
				onChange={(event) => setView({ q: event.target.value })}
				inputProps={{ "aria-label": "Words in prompt or answer", maxLength: 200 }}
				startAdornment={<SearchIcon aria-hidden fontSize="small" sx={{ mr: 1, color: "text.secondary" }} />}
			/>
			<Button
				color="inherit"
				aria-expanded={isUnfolded}
				onClick={() => setUnfolded(!isUnfolded)}
				sx={{ display: { md: "none" }, mt: 1 }}
			>
				{isFiltered && !isUnfolded ? "Filters (some are on)" : "Filters"}
			</Button>
			<Box
				sx={{
					display: { xs: isUnfolded ? "grid" : "none", md: "grid" },
					gridTemplateColumns: { xs: "repeat(2, minmax(0, 1fr))", md: "repeat(4, minmax(0, 1fr))" },
					gap: 1.5,
					mt: 1.5,
					alignItems: "center",
				}}
			>
				{isAdmin && (
					<FilterSelect
						label="Whose"
						required
						value={view.whose}
						options={withChosen(
							[
								{ value: "me", label: "Mine" },
								{ value: "all", label: "Everybody’s" },
							],
							view.whose,
						)}
						onChange={(whose) => setView({ whose: whose ?? "me" })}
					/>
				)}
				<FilterSelect
					label="Model"
					value={view.model}
					options={withChosen(models, view.model)}
					onChange={(model) => setView({ model })}
				/>
				<FilterSelect
					label="Provider"
					value={view.provider}
					options={optionsOf(providerNames)}
					onChange={(provider) => setView({ provider })}
				/>
				<FilterSelect
					label="State"
					value={view.state}
					options={optionsOf(runStates)}
					onChange={(state) => setView({ state })}
				/>
				<FilterSelect
					label="Cost"
					value={view.cost}
					options={optionsOf(costWords)}
					onChange={(cost) => setView({ cost })}
				/>
				<FilterSelect
					label="Template"
					value={view.template}
					options={withChosen(templates.data?.map(({ id, name }) => ({ value: id, label: name })) ?? [], view.template)}
					onChange={(template) => setView({ template })}
				/>
				<FilterSelect
					label="Suite"
					value={view.suite}
					options={withChosen(
						suites.data?.suites.map(({ suiteId, name }) => ({ value: suiteId, label: name })) ?? [],
						view.suite,
					)}
					onChange={(suite) => setView({ suite })}
				/>
				<MomentField label="From" value={view.from} onChange={(from) => setView({ from })} />
				<MomentField label="Before" value={view.to} onChange={(to) => setView({ to })} />
				<Button color="inherit" disabled={!isFiltered} onClick={clear} sx={{ justifySelf: "start" }}>
					Clear all
				</Button>
			</Box>
		</Box>
	);
}
