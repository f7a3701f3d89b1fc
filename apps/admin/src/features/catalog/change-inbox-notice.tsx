import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { topicOf, waitReasons } from "./change-groups.ts";

/** For admins: what is not certain about a model, such as a price that was refused or waits. */
export function ChangeInboxNotice({ modelId }: { modelId: string }) {
	const { isAdmin } = useSession();
	const pending = trpc.catalog.changes.list.useQuery(
		{ state: "pending", modelId, limit: 10, offset: 0 },
		{ enabled: isAdmin },
	);
	return pending.data?.changes.map((change) => (
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
			{[...change.summary, waitReasons[topicOf(change)]].join(" ")}
		</Alert>
	));
}
