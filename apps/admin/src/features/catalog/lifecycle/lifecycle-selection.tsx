import Button from "@mui/material/Button";
import { useState } from "react";
import { Link } from "react-router";
import { paths } from "@/lib/paths.ts";
import { BulkEnableDialog } from "../bulk-enable-dialog.tsx";
import { mostLinked } from "../catalog-tools.tsx";
import { SelectionStrip } from "../selection-strip.tsx";

/** What can be done with several models that end. */
export function LifecycleSelection({ ids, onClear }: { ids: string[]; onClear: () => void }) {
	const [asked, setAsked] = useState(false);
	return (
		<SelectionStrip label="Selection" count={ids.length} stickyAt={8}>
			<Button color="inherit" onClick={() => setAsked(true)}>
				Disable
			</Button>
			<Button color="inherit" component={Link} to={paths.compare(ids.slice(0, mostLinked))}>
				Compare
			</Button>
			<Button color="inherit" onClick={onClear}>
				Clear selection
			</Button>
			{asked && <BulkEnableDialog ids={ids} action="disable" onClose={() => setAsked(false)} />}
		</SelectionStrip>
	);
}
