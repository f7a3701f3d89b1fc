import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { paths } from "@/lib/paths.ts";
import { asText, topicOf, waitReasons } from "./change-groups.ts";
import type { PendingChange } from "./use-pending-changes.ts";

/** What is not certain about a model, such as a price that was refused or waits. */
export function ChangeInboxNotice({ changes }: { changes: PendingChange[] }) {
	return changes.map((change) => (
		<Alert
			key={change.id}
			severity="warning"
			variant="outlined"
			sx={{ mb: 1 }}
			action={
				<Button color="inherit" component={Link} to={{ pathname: paths.catalog, search: "?changes=true" }}>
					Review
				</Button>
			}
		>
			{asText([...change.summary, waitReasons[topicOf(change)]])}
		</Alert>
	));
}
