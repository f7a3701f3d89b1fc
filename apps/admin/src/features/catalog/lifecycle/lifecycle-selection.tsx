import Button from "@mui/material/Button";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { Link } from "react-router";
import { formatCount } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { BulkEnableDialog } from "../bulk-enable-dialog.tsx";

const mostCompared = 6;

/** What can be done with several models that end. */
export function LifecycleSelection({ ids, onClear }: { ids: string[]; onClear: () => void }) {
	const [asked, setAsked] = useState(false);
	if (ids.length === 0) return null;
	return (
		<Paper
			component="section"
			aria-label="Selection"
			variant="outlined"
			sx={{
				position: "sticky",
				top: 8,
				zIndex: 2,
				display: "flex",
				flexWrap: "wrap",
				alignItems: "center",
				gap: 0.5,
				px: 1.5,
				py: 0.5,
			}}
		>
			<Typography variant="body2" role="status" sx={{ fontWeight: 550, mr: 1, fontVariantNumeric: "tabular-nums" }}>
				{formatCount(ids.length)} selected
			</Typography>
			<Button color="inherit" onClick={() => setAsked(true)}>
				Disable
			</Button>
			<Button
				color="inherit"
				component={Link}
				to={paths.compare(ids)}
				disabled={ids.length < 2 || ids.length > mostCompared}
			>
				{ids.length > mostCompared ? "Compare (at most 6)" : "Compare"}
			</Button>
			<Button color="inherit" onClick={onClear}>
				Clear selection
			</Button>
			{asked && (
				<BulkEnableDialog
					ids={ids}
					action="disable"
					onClose={() => {
						setAsked(false);
						onClear();
					}}
				/>
			)}
		</Paper>
	);
}
