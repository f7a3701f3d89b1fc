import { useLayoutEffect, useRef, useState } from "react";
import { useFormContext } from "react-hook-form";
import type { DraftFields } from "./draft.ts";
import { readImages } from "./image-files.ts";

/**
 * Adds files to the message at `index`, and says how many are being read. A message that is removed or replaced meanwhile
 * takes its images with it: reading them is given up at once.
 */
export function useAddingImages(index: number, obstacle: string | null, onReading: (change: number) => void) {
	const { getValues, setValue, setError, clearErrors } = useFormContext<DraftFields>();
	const [reading, setReading] = useState(0);
	/** Where the message is now. */
	const here = useRef(index);
	useLayoutEffect(() => {
		here.current = index;
	}, [index]);
	/** Aborted once the message is gone. */
	const life = useRef(new AbortController());
	useLayoutEffect(() => {
		const present = new AbortController();
		life.current = present;
		return () => present.abort();
	}, []);

	const place = () => `messages.${here.current}.images` as const;
	const count = (change: number) => {
		setReading((before) => before + change);
		onReading(change);
	};
	const say = (message: string) => setError(place(), { message });
	const add = async (files: readonly File[]) => {
		clearErrors(place());
		if (obstacle) return say(obstacle);
		const { signal } = life.current;
		const end = () => count(-files.length);
		count(files.length);
		signal.addEventListener("abort", end, { once: true });
		try {
			const fitting = await readImages(files, signal);
			if (signal.aborted) return;
			const target = place();
			const { images, problem } = fitting(getValues("messages").flatMap((message) => message.images ?? []));
			if (images.length > 0) setValue(target, [...(getValues(target) ?? []), ...images], { shouldDirty: true });
			if (problem) say(problem);
		} catch {
			if (!signal.aborted)
				say("What checks images could not be loaded. Look at your connection, then add the files again.");
		} finally {
			signal.removeEventListener("abort", end);
			if (!signal.aborted) end();
		}
	};
	return { add, reading };
}
