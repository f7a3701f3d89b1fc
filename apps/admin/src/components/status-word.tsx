import BlockIcon from "@mui/icons-material/BlockOutlined";
import CheckIcon from "@mui/icons-material/CheckCircleOutlined";
import ScheduleIcon from "@mui/icons-material/ScheduleOutlined";
import Box from "@mui/material/Box";

const looks = {
	good: { icon: CheckIcon, color: "success.main" },
	waiting: { icon: ScheduleIcon, color: "warning.main" },
	off: { icon: BlockIcon, color: "text.secondary" },
	bad: { icon: BlockIcon, color: "error.main" },
} as const;

/** A state by icon and word, never by colour alone. */
export function StatusWord({ look, children }: { look: keyof typeof looks; children: string }) {
	const { icon: Icon, color } = looks[look];
	return (
		<Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.5, color, whiteSpace: "nowrap" }}>
			<Icon aria-hidden sx={{ fontSize: 15 }} />
			{children}
		</Box>
	);
}
