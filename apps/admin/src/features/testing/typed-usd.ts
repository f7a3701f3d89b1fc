/** A sum in USD as somebody types it, as the API takes it: without its sign; "" where nothing stands. */
export const typedUsd = (text: string): string => text.trim().replace(/^\$\s*/, "");
