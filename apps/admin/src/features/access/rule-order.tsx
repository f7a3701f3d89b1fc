import ArrowDownIcon from "@mui/icons-material/ArrowDownward";
import ArrowUpIcon from "@mui/icons-material/ArrowUpward";
import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import IconButton from "@mui/material/IconButton";
import Stack from "@mui/material/Stack";
import { DragHandle } from "./drag-handle.tsx";

interface RuleOrderProps {
	name: string;
	/** Where it stands among `count`. */
	index: number;
	count: number;
	onPlace: (at: number) => void;
	onRemove: () => void;
}

/** Moves a rule up or down, by hand or by button, or takes it away. */
export const RuleOrder = ({ name, index, count, onPlace, onRemove }: RuleOrderProps) => (
	<Stack direction="row" sx={{ justifyContent: "flex-end", alignItems: "center" }}>
		<DragHandle index={index} onMove={onPlace} />
		<IconButton aria-label={`Move ${name} up`} disabled={index === 0} onClick={() => onPlace(index - 1)}>
			<ArrowUpIcon fontSize="small" />
		</IconButton>
		<IconButton aria-label={`Move ${name} down`} disabled={index === count - 1} onClick={() => onPlace(index + 1)}>
			<ArrowDownIcon fontSize="small" />
		</IconButton>
		<IconButton aria-label={`Remove ${name}`} onClick={onRemove}>
			<DeleteIcon fontSize="small" />
		</IconButton>
	</Stack>
);
