/** The UTC month and day that a moment counts in, and when each is over. */
export interface Periods {
	/** `2026-11` */
	month: string;
	/** `2026-11-23` */
	day: string;
	monthEnds: Date;
	dayEnds: Date;
}

export function periodsOf(at: Date): Periods {
	const iso = at.toISOString();
	return {
		month: iso.slice(0, 7),
		day: iso.slice(0, 10),
		monthEnds: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)),
		dayEnds: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1)),
	};
}
