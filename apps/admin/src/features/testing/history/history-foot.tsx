import CompareIcon from "@mui/icons-material/CompareArrows";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { plural } from "@/lib/format.ts";
import type { ListedRun } from "./use-run-pages.ts";

interface HistoryFootProps {
	shown: number;
	/** Null while it is not known. */
	total: number | null;
	selected: ListedRun[];
	onCompare: (runIds: string[]) => void;
	onDelete: (runs: ListedRun[]) => void;
	onClear: () => void;
}

/** How much there is, and what can be done with what is selected. */
export function HistoryFoot({ shown, total, selected, onCompare, onDelete, onClear }: HistoryFootProps) {
	const isPair = selected.length === 2 && selected.every(({ isOwn }) => isOwn);
	return (
		<Stack
			direction="row"
			sx={{ alignItems: "center", gap: 1, px: 2, minHeight: 48, borderTop: 1, borderColor: "divider" }}
		>
			<Typography variant="body2" color="textSecondary" role="status" sx={{ flex: 1 }}>
				{selected.length > 0
					? `${selected.length} selected${isPair ? "" : ". Two of yours can be compared."}`
					: total !== null && `${shown} of ${plural(total, "test")}`}
			</Typography>
			{selected.length > 0 && (
				<>
					<Button
						startIcon={<CompareIcon />}
						disabled={!isPair}
						onClick={() => onCompare(selected.map(({ runId }) => runId))}
					>
						Compare
					</Button>
					<Button color="error" startIcon={<DeleteIcon />} onClick={() => onDelete(selected)}>
						Delete
					</Button>
					<Button color="inherit" onClick={onClear}>
						Clear
					</Button>
				</>
			)}
		</Stack>
	);
}
