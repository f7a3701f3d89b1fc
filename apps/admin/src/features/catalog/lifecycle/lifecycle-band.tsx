import type { LifecycleBand } from "@llm-hub/api/schemas";
import type { RouterOutputs } from "@llm-hub/api/types";
import Box from "@mui/material/Box";
import Checkbox from "@mui/material/Checkbox";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useId } from "react";
import { type Column, DataTable } from "@/components/data-table.tsx";
import { formatCount } from "@/lib/format.ts";
import { asText, saidByAll } from "../change-groups.ts";
import { bandWords } from "./band-words.ts";
import { EndsCell, ModelCell } from "./ending-cells.tsx";
import { HitCell } from "./hit-cell.tsx";
import { InsteadCell } from "./instead-cell.tsx";

export type EndingModel = RouterOutputs["catalog"]["lifecycle"]["show"]["models"][number];

interface LifecycleBandProps {
	band: LifecycleBand;
	models: EndingModel[];
	/** Of all in the band; so many may be more than are shown. */
	total: number;
	chosen: ReadonlySet<string>;
	/** For those who may decide something. */
	onToggle: ((id: string, on: boolean) => void) | undefined;
}

/** The models of one band, the next to end first. */
export function LifecycleBandSection({ band, models, total, chosen, onToggle }: LifecycleBandProps) {
	const titleId = useId();
	if (total === 0) return null;
	const { title, meaning } = bandWords[band];
	const said = band === "vanished" ? saidByAll(models.map(({ reason }) => (reason === null ? [] : [reason]))) : [];
	const check = (model: EndingModel) =>
		onToggle && (
			<Checkbox
				size="small"
				checked={chosen.has(model.modelId)}
				onChange={(_, on) => onToggle(model.modelId, on)}
				slotProps={{ input: { "aria-label": `Select ${model.displayName}` } }}
				sx={{ p: 0.5, ml: -0.5, alignSelf: "flex-start" }}
			/>
		);
	const columns: Column<EndingModel>[] = [
		{ label: "Model", width: "24%", cell: (model) => <ModelCell model={model} /> },
		{ label: "Ends", width: "18%", cell: (model) => <EndsCell model={model} isReasonSaid={said.length > 0} /> },
		{ label: "Who is hit, last 30 days", width: "30%", cell: (model) => <HitCell model={model} /> },
		{ label: "Instead", cell: (model) => <InsteadCell model={model} /> },
	];
	return (
		<Box component="section" aria-labelledby={titleId}>
			<Typography id={titleId} variant="h2">
				{title} · {formatCount(total)}
			</Typography>
			<Typography variant="body2" color="textSecondary" sx={{ mb: 1 }}>
				{asText([...said, meaning])}
				{models.length < total && ` The first ${formatCount(models.length)} are shown.`}
			</Typography>
			<DataTable
				label={title}
				rows={models}
				keyOf={({ modelId }) => modelId}
				empty={null}
				isTall
				columns={onToggle ? [{ label: "Select", unlabelled: true, width: 40, cell: check }, ...columns] : columns}
				narrow={(model) => (
					<Stack direction="row" sx={{ gap: 1 }}>
						{check(model)}
						<Stack sx={{ gap: 1, minWidth: 0, flex: 1 }}>
							<ModelCell model={model} />
							<EndsCell model={model} isReasonSaid={said.length > 0} />
							<HitCell model={model} />
							<InsteadCell model={model} />
						</Stack>
					</Stack>
				)}
			/>
		</Box>
	);
}
