// Windows differ by factors, so each doubling from 2K on is one step of the bar; it is full at 2M.
const steps = 10;

/** How much of the bar a context window fills, 0 to 1. */
export const contextFill = (tokens: number): number => Math.min(1, Math.max(0.05, Math.log2(tokens / 2_000) / steps));
