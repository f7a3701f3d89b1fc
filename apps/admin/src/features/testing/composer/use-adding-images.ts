import { useLayoutEffect, useRef, useState } from "react";
import { useFormContext } from "react-hook-form";
import type { DraftFields } from "./draft.ts";
import { readImages } from "./image-files.ts";

/**
 * Adds files to the message at `index`, and says how many are being read. A message that is removed or replaced meanwhile
 * takes its images with it.
 */
export function useAddingImages(index: number, obstacle: string | null, onReading: (change: number) => void) {
	const { getValues, setValue, setError, clearErrors } = useFormContext<DraftFields>();
	const [reading, setReading] = useState(0);
	/** Where the message is now; null once it is gone. */
	const here = useRef<number | null>(null);
	useLayoutEffect(() => {
		here.current = index;
		return () => {
			here.current = null;
		};
	}, [index]);

	const place = () => (here.current === null ? null : (`messages.${here.current}.images` as const));
	const count = (change: number) => {
		setReading((before) => before + change);
		onReading(change);
	};
	const say = (message: string) => {
		const target = place();
		if (target) setError(target, { message });
	};
	const add = async (files: readonly File[]) => {
		clearErrors(`messages.${index}.images`);
		if (obstacle) return say(obstacle);
		count(files.length);
		try {
			const fitting = await readImages(files);
			const target = place();
			if (!target) return;
			const { images, problem } = fitting(getValues("messages").flatMap((message) => message.images ?? []));
			if (images.length > 0) setValue(target, [...(getValues(target) ?? []), ...images], { shouldDirty: true });
			if (problem) say(problem);
		} catch {
			say("What checks images could not be loaded. Look at your connection, then add the files again.");
		} finally {
			count(-files.length);
		}
	};
	return { add, reading };
}
