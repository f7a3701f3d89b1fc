import { useMutation } from "@tanstack/react-query";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { saveFile } from "@/lib/save-file.ts";
import { trpc } from "@/lib/trpc.ts";

/** Fetches the radar as a file, as it stands at this moment, and hands it to the browser. */
export function useLifecycleExport() {
	const { client } = trpc.useUtils();
	const toast = useToast();
	return useMutation({
		mutationFn: () => client.catalog.lifecycle.export.query(),
		onSuccess: ({ fileName, csv }) => {
			saveFile(new Blob([csv], { type: "text/csv" }), fileName);
			toast({ message: `Exported to ${fileName}.` });
		},
		onError: useProblemToast(),
	});
}
