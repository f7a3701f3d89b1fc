import { useTierName } from "@/lib/use-tier-name.ts";

/** A tier as people call it. */
export const TierName = ({ code }: { code: string }) => useTierName()(code);
