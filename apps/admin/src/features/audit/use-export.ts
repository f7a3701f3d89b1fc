import type { AuditFilters } from "@llm-hub/api/schemas";
import { useEffect, useRef, useState } from "react";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { saveFile } from "@/lib/save-file.ts";
import { trpc } from "@/lib/trpc.ts";

const types = { csv: "text/csv", json: "application/json" } as const;

/** Fetches the file piece by piece and hands it to the browser; `megabytes` counts what came, null while nothing runs. */
export function useExport(filters: AuditFilters) {
	const utils = trpc.useUtils();
	const toast = useToast();
	const onProblem = useProblemToast();
	const [megabytes, setMegabytes] = useState<number | null>(null);
	const controller = useRef<AbortController | null>(null);
	useEffect(() => () => controller.current?.abort(), []);

	const run = async (format: "csv" | "json") => {
		const own = new AbortController();
		controller.current = own;
		setMegabytes(0);
		// A piece as a Blob of its own may leave the memory, which a million events would fill.
		const pieces: Blob[] = [];
		let bytes = 0;
		try {
			for await (const piece of await utils.client.audit.export.mutate(
				{ ...filters, format },
				{ signal: own.signal },
			)) {
				const blob = new Blob([piece]);
				pieces.push(blob);
				bytes += blob.size;
				setMegabytes(bytes / 1_000_000);
			}
			const name = `audit-${new Date().toISOString().slice(0, 10)}.${format}`;
			saveFile(new Blob(pieces, { type: types[format] }), name);
			toast({ message: `Exported to ${name}.` });
		} catch (error) {
			if (!own.signal.aborted) onProblem(error);
		}
		if (controller.current === own) setMegabytes(null);
	};
	return {
		megabytes,
		start: (format: "csv" | "json") => void run(format),
		stop: () => {
			controller.current?.abort();
			setMegabytes(null);
		},
	};
}
