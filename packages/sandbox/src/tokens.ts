/**
 * The sandbox's own tokens: a run of letters, marks and digits is one, every other visible character is one, and white
 * space belongs to what follows it. Coarse on purpose: anybody can count a bill by hand.
 */
const piecePattern = /\s*(?:[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}\s])|\s+$/gu;

/** Tokens that an image counts for, whatever its size. */
export const imageTokens = 256;

/** Cuts a text into its tokens; joined they are the text again. */
export function splitTokens(text: string): string[] {
	return text.match(piecePattern) ?? [];
}

export function countTokens(text: string): number {
	return splitTokens(text).length;
}
