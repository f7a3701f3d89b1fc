/** The kinds of images that every vision model reads. */
export const imageTypes = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const;
export type ImageType = (typeof imageTypes)[number];

/** At most so many images in a run, each at most so large, and all together (bytes). */
export const mostImages = 8;
export const largestImage = 5 * 1024 * 1024;
export const largestImages = 10 * 1024 * 1024;

const base64Start = /^[A-Za-z0-9+/]{16}/;

/** What an image is by its first bytes, whatever its name or sender says; null for anything else. */
export function imageKindOf(base64: string): ImageType | null {
	const [start] = base64Start.exec(base64) ?? [];
	if (!start) return null;
	const bytes = atob(start);
	if (bytes.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
	if (bytes.startsWith("\xff\xd8\xff")) return "image/jpeg";
	if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a")) return "image/gif";
	if (bytes.startsWith("RIFF") && bytes.startsWith("WEBP", 8)) return "image/webp";
	return null;
}

/** How many bytes a base64 text holds. */
export const bytesIn = (base64: string): number =>
	Math.floor((base64.length * 3) / 4) - (base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0);
