import { useState } from "react";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { saveFile } from "@/lib/save-file.ts";
import { trpc } from "@/lib/trpc.ts";

/** Fetches the radar as a file, as it stands at this moment, and hands it to the browser. */
export function useLifecycleExport() {
	const utils = trpc.useUtils();
	const toast = useToast();
	const onProblem = useProblemToast();
	const [isPending, setIsPending] = useState(false);
	const run = async () => {
		setIsPending(true);
		try {
			const { fileName, csv } = await utils.client.catalog.lifecycle.export.query();
			saveFile(new Blob([csv], { type: "text/csv" }), fileName);
			toast({ message: `Exported to ${fileName}.` });
		} catch (error) {
			onProblem(error);
		}
		setIsPending(false);
	};
	return { isPending, start: () => void run() };
}
