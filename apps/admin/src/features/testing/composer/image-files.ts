import type { ImageInput } from "@llm-hub/api/schemas";

const megabyte = 1024 * 1024;

/**
 * The images among what was dropped, pasted or chosen, and why the rest cannot be sent.
 * @throws what the browser says when it cannot read a file
 */
export async function readImages(
	files: readonly File[],
	already: readonly ImageInput[],
): Promise<{ images: ImageInput[]; problem: string | null }> {
	const { bytesIn, imageKindOf, largestImage, largestImages, mostImages } = await import("@llm-hub/api/schemas");
	const images = [...already];
	let bytes = images.reduce((sum, { base64 }) => sum + bytesIn(base64), 0);
	const added: ImageInput[] = [];
	let problem: string | null = null;
	for (const file of files) {
		if (file.size > largestImage) {
			problem = `${file.name} is larger than ${largestImage / megabyte} MB.`;
			continue;
		}
		const base64 = await base64Of(file);
		const mediaType = imageKindOf(base64);
		bytes += file.size;
		if (mediaType === null) problem = `${file.name} is not a PNG, JPEG, WebP or GIF image.`;
		else if (images.length + added.length >= mostImages) problem = `A run may have at most ${mostImages} images.`;
		else if (bytes > largestImages) problem = `More than ${largestImages / megabyte} MB of images together.`;
		else {
			added.push({ mediaType, base64 });
			continue;
		}
		bytes -= file.size;
	}
	return { images: added, problem };
}

function base64Of(file: File): Promise<string> {
	return new Promise((resolve, reject) => {
		const reader = new FileReader();
		reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
		reader.onerror = () => reject(reader.error);
		reader.readAsDataURL(file);
	});
}
