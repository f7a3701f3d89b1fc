const withUnit = /^[\d.,]+( \S+)$/;

/** Two figures in words, a unit that both have said once: `124 ms`, `1.20 s` → `124 ms to 1.20 s`; `124 ms`, `137 ms` → `124 to 137 ms`. */
export function unitOnce(first: string, between: string, second: string): string {
	const [unit, other] = [first, second].map((words) => withUnit.exec(words)?.[1]);
	const start = unit !== undefined && unit === other ? first.slice(0, -unit.length) : first;
	return `${start}${between}${second}`;
}
