/** What may be shown of a key: its first 7 and last 4 characters where it has more than 20, else nothing of it. */
export const previewOf = (secret: string): string =>
	secret.length > 20 ? `${secret.slice(0, 7)}...${secret.slice(-4)}` : "***";

/** A name as it stands in a model id: `Büro GPU 2` becomes `buro-gpu-2`. Empty when no letter a–z or digit is in it. */
export const slugOf = (name: string): string =>
	name
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, "-")
		.replace(/^-|-$/g, "");

/** "Main …6789": of a key that is too short for a preview, and of an endpoint that needs none, the name alone. */
export const labelOf = (name: string, preview: string | null): string =>
	`${name} ${preview?.includes("...") ? `…${preview.slice(-4)}` : ""}`.trim();
