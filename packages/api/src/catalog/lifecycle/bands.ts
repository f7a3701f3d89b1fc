import { isoDay } from "../sync/known-model.ts";

const dayMs = 86_400_000;

/** In the order in which they want a person. */
export const lifecycleBands = ["ended", "within30", "within90", "later", "vanished"] as const;
export type LifecycleBand = (typeof lifecycleBands)[number];

/** ISO dates (UTC) between which the bands lie. */
export const bandEdges = (now = new Date()) => ({
	today: isoDay(now),
	in30Days: isoDay(new Date(now.getTime() + 30 * dayMs)),
	in90Days: isoDay(new Date(now.getTime() + 90 * dayMs)),
});

interface Ending {
	/** ISO date. */
	deprecationDate: string | null;
	retiredAt: Date | null;
	/** The listing lacks it, and nobody has decided what that means. */
	isMissing: boolean;
}

/** Where a model stands on its way out; null where nothing says that it ends. A date wins over a mere absence. */
export function bandOf(
	{ deprecationDate, retiredAt, isMissing }: Ending,
	{ today, in30Days, in90Days }: ReturnType<typeof bandEdges>,
): LifecycleBand | null {
	if (retiredAt !== null) return "ended";
	if (deprecationDate === null) return isMissing ? "vanished" : null;
	if (deprecationDate <= today) return "ended";
	if (deprecationDate <= in30Days) return "within30";
	return deprecationDate <= in90Days ? "within90" : "later";
}
