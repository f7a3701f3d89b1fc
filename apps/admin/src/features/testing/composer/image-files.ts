import type { ImageInput } from "@llm-hub/api/schemas";

const megabyte = 1024 * 1024;

interface Taken {
	images: ImageInput[];
	/** Why the rest cannot be sent. */
	problem: string | null;
}

/**
 * Reads what was dropped, pasted or chosen. Which images of it fit is asked for afterwards, beside those that are there
 * by then: more may have been added meanwhile. Nothing more is read once the signal is aborted.
 * @throws when the script that checks images cannot be loaded
 */
export async function readImages(
	files: readonly File[],
	signal: AbortSignal,
): Promise<(already: readonly ImageInput[]) => Taken> {
	const { bytesIn, imageKindOf, largestImage, largestImages, mostImages } = await import("@llm-hub/api/schemas");
	const tooMany = `A run may have at most ${mostImages} images.`;
	const read: ImageInput[] = [];
	let unreadable: string | null = null;
	for (const file of files) {
		if (signal.aborted) break;
		if (read.length === mostImages) {
			unreadable = tooMany;
			break;
		}
		if (file.size > largestImage) {
			unreadable = `${file.name} is larger than ${largestImage / megabyte} MB.`;
			continue;
		}
		const base64 = await base64Of(file, signal);
		const mediaType = base64 === null ? null : imageKindOf(base64);
		if (base64 === null) unreadable = `${file.name} could not be read. Add it again.`;
		else if (mediaType === null) unreadable = `${file.name} is not a PNG, JPEG, WebP or GIF image.`;
		else read.push({ mediaType, base64 });
	}
	return (already) => {
		const images: ImageInput[] = [];
		let problem = unreadable;
		let bytes = already.reduce((sum, { base64 }) => sum + bytesIn(base64), 0);
		for (const image of read) {
			const size = bytesIn(image.base64);
			if (already.length + images.length >= mostImages) problem = tooMany;
			else if (bytes + size > largestImages) problem = `More than ${largestImages / megabyte} MB of images together.`;
			else {
				images.push(image);
				bytes += size;
			}
		}
		return { images, problem };
	};
}

/** Null for a file that the browser cannot read, and for one that nobody waits for any more. */
function base64Of(file: File, signal: AbortSignal): Promise<string | null> {
	return new Promise((resolve) => {
		const reader = new FileReader();
		reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
		reader.onerror = () => resolve(null);
		const giveUp = () => {
			reader.abort();
			resolve(null);
		};
		signal.addEventListener("abort", giveUp);
		// The signal lives as long as the message: it must not hold the reader, which holds the file's text.
		reader.onloadend = () => signal.removeEventListener("abort", giveUp);
		reader.readAsDataURL(file);
	});
}
