import { useEffect, useRef, useState } from "react";
import { useProblemToast, useToast } from "@/components/toast.tsx";
import { saveFile } from "./save-file.ts";

export const exportFormats = { csv: "text/csv", json: "application/json" } as const;
export type ExportFormat = keyof typeof exportFormats;

/** Gives the file of that format in pieces, until the signal says stop. */
export type ExportSource = (format: ExportFormat, signal: AbortSignal) => Promise<AsyncIterable<string>>;

/** Fetches a file piece by piece and hands it to the browser; `megabytes` counts what came, null while nothing runs. */
export function useExport(name: string, source: ExportSource) {
	const toast = useToast();
	const onProblem = useProblemToast();
	const [megabytes, setMegabytes] = useState<number | null>(null);
	const controller = useRef<AbortController | null>(null);
	useEffect(() => () => controller.current?.abort(), []);

	const run = async (format: ExportFormat) => {
		const own = new AbortController();
		controller.current = own;
		setMegabytes(0);
		// A piece as a Blob of its own may leave the memory, which a million rows would fill.
		const pieces: Blob[] = [];
		let bytes = 0;
		try {
			for await (const piece of await source(format, own.signal)) {
				const blob = new Blob([piece]);
				pieces.push(blob);
				bytes += blob.size;
				setMegabytes(bytes / 1_000_000);
			}
			const file = `${name}-${new Date().toISOString().slice(0, 10)}.${format}`;
			saveFile(new Blob(pieces, { type: exportFormats[format] }), file);
			toast({ message: `Exported to ${file}.` });
		} catch (error) {
			if (!own.signal.aborted) onProblem(error);
		}
		if (controller.current === own) setMegabytes(null);
	};
	return {
		megabytes,
		start: (format: ExportFormat) => void run(format),
		stop: () => {
			controller.current?.abort();
			setMegabytes(null);
		},
	};
}
