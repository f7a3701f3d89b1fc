import { lazy, Suspense } from "react";
import type { BarMenuProps } from "./bar-menu.tsx";

const BarMenu = lazy(() => import("./bar-menu.tsx"));

/** A menu of the bar, fetched when it is first opened: no page needs it to stand. */
export function LazyMenu(props: BarMenuProps) {
	if (props.anchor === null) return null;
	return (
		<Suspense fallback={null}>
			<BarMenu {...props} />
		</Suspense>
	);
}
