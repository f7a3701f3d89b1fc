import type { PreviewBulkInput } from "@llm-hub/api/schemas";
import Alert from "@mui/material/Alert";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { describeProblem } from "@/lib/errors.ts";
import { formatCount, plural } from "@/lib/format.ts";
import { trpc } from "@/lib/trpc.ts";

/** The most that the API takes at once. */
const most = 5_000;

export function useBulkPreview({ ids, action }: PreviewBulkInput) {
	const { client } = trpc.useUtils();
	return useQuery({
		queryKey: ["bulk preview", action, ids],
		queryFn: () => client.catalog.bulk.preview.mutate({ ids: ids.slice(0, most), action }),
		// Asked anew each time: what is shown here is what will be done.
		staleTime: 0,
		gcTime: 0,
	});
}

/** What is wrong with a selection that the API would refuse. */
export const tooManyOf = (ids: readonly string[]): string | undefined =>
	ids.length > most ? "At most 5,000 models at once. Narrow the list and select fewer." : undefined;

const words = { enable: "enabled", disable: "disabled", price: "given this price" } as const;

/** Before a change of many models: how many it changes, and what else is to be known of them. */
export function BulkPreview({
	action,
	preview,
}: {
	action: PreviewBulkInput["action"];
	preview: ReturnType<typeof useBulkPreview>;
}) {
	if (preview.isError) return <Alert severity="error">{describeProblem(preview.error).message}</Alert>;
	if (preview.isPending) return <Skeleton height={40} />;
	const { total, changes, retired, overridden } = preview.data;
	const notes = [
		changes < total && `${formatCount(total - changes)} ${total - changes === 1 ? "is" : "are"} so already.`,
		retired > 0 &&
			`${plural(retired, "model")} of them ${retired === 1 ? "is" : "are"} retired: nobody can run ${retired === 1 ? "it" : "them"} either way.`,
		action === "price" && overridden > 0 && `${plural(overridden, "price")} that an admin set before will be replaced.`,
	].filter((note) => note !== false);
	return (
		<Typography variant="body2" role="status">
			{plural(changes, "model")} will be {words[action]}. {notes.join(" ")} All of them or none; you can undo it for 10
			minutes.
		</Typography>
	);
}
