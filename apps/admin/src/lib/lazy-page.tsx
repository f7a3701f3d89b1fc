import { type ComponentType, lazy } from "react";

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
	let Page: ComponentType = lazy(load);
	return Object.assign(() => <Page />, {
		preload: async () => {
			Page = (await load()).default;
		},
	});
}
