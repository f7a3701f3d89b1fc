import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { asText, topicOf, waitReasons } from "./change-groups.ts";

/** The model's changes that wait for an admin; nobody else is told. */
export function usePendingChanges(modelId: string | null) {
	const { isAdmin } = useSession();
	return trpc.catalog.changes.list.useQuery(
		{ state: "pending", modelId: modelId ?? "-", limit: 10, offset: 0 },
		{ enabled: isAdmin && modelId !== null },
	);
}

/** What is not certain about a model, such as a price that was refused or waits. */
export function ChangeInboxNotice({ modelId }: { modelId: string }) {
	return usePendingChanges(modelId).data?.changes.map((change) => (
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
