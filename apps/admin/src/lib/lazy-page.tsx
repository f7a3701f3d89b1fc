import { type ComponentType, lazy, useState } from "react";

type Load = () => Promise<{ default: ComponentType }>;

/** A page whose file is fetched when it is first shown, or before, when it is known that it will be. */
export interface LazyPage {
	(): React.ReactNode;
	/** Fetches it before anything is drawn. */
	preload: () => Promise<void>;
}

/**
 * What was preloaded is drawn at once. A page that is awaited while a skeleton is on the screen takes its place no
 * sooner than 300 ms after it: React holds back what would otherwise flicker.
 */
export function lazyPage(load: Load): LazyPage {
	let fetched: ComponentType | undefined;
	let awaited = awaitFile();
	function awaitFile() {
		return lazy(() =>
			load().catch((error: unknown) => {
				// React keeps the failure for good: once the network is back the next visit asks anew.
				addEventListener("online", () => (awaited = awaitFile()), { once: true });
				throw error;
			}),
		);
	}
	const Page = () => {
		// As what it was first drawn, also once the file is here: as another component it would begin anew at the next address.
		const [Shown] = useState(() => fetched ?? awaited);
		return <Shown />;
	};
	return Object.assign(Page, {
		preload: async () => {
			fetched = (await load()).default;
		},
	});
}
