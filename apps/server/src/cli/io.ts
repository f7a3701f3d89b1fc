/** What a command talks through. */
export interface CliIo {
	/** The whole of standard input. */
	readInput(): Promise<string>;
	/** A line of the answer. */
	print(line: string): void;
	/** A line for who watches: progress, problems. */
	note(line: string): void;
	/** Aborted by Ctrl+C. */
	signal: AbortSignal;
}

/** 1 item, 1,000 items. */
export const counted = (count: number, noun: string): string =>
	`${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
