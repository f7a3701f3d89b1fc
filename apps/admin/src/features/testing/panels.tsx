import FullscreenExitIcon from "@mui/icons-material/CloseFullscreenOutlined";
import FullscreenIcon from "@mui/icons-material/OpenInFullOutlined";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Skeleton from "@mui/material/Skeleton";
import { type ReactNode, useRef } from "react";
import { useHotkeys } from "react-hotkeys-hook";
import { PanelFrame } from "./panel-frame.tsx";
import { PanelTabs } from "./panel-tabs.tsx";
import type { Place } from "./places.ts";
import { RefusedPanel } from "./refused-panel.tsx";
import { RunPanel } from "./run-panel.tsx";
import { RunStatus } from "./run-status.tsx";
import type { RunsFollower } from "./runs-follower.ts";

interface PanelsProps {
	places: Place[];
	follower: RunsFollower;
	/** The place that has the whole room, or null. */
	maximised: number | null;
	onMaximise: (position: number | null) => void;
	onStop: (runId: string) => void;
	/** Absent where nothing can be run again from here. */
	onRunAgain: ((position: number) => void) | undefined;
	/** The composer stands beside: there is less room. */
	beside: boolean;
	/** What stands between the prompt and the panels, in pixels. */
	between: number;
}

/** Columns by the number of panels: as many as stay readable, in at most two rows. */
const columnsOf = (count: number, beside: boolean): number => {
	if (count <= 3) return beside ? Math.min(count, 2) : count;
	return count === 4 ? 2 : Math.ceil(count / 2);
};

/** All panels of a test: a grid that fits the window, on a phone one beside the other to swipe through. */
export function Panels({ places, follower, maximised, beside, between, ...on }: PanelsProps) {
	const row = useRef<HTMLDivElement>(null);
	const isAlone = maximised !== null && places.some(({ position }) => position === maximised);
	useHotkeys("esc", () => on.onMaximise(null), { enabled: isAlone });
	const columns = isAlone ? 1 : columnsOf(places.length, beside);
	const rows = isAlone ? 1 : Math.ceil(places.length / columns);
	const tabsHeight = places.length > 1 ? 38 : 0;
	return (
		<Box sx={{ minWidth: 0 }}>
			{places.length > 1 && <PanelTabs places={places} follower={follower} row={row} />}
			<Box
				ref={row}
				sx={{
					display: { xs: "flex", md: "grid" },
					gap: 1.5,
					overflowX: { xs: "auto", md: "visible" },
					scrollSnapType: { xs: "x mandatory", md: "none" },
					gridTemplateColumns: { md: `repeat(${columns}, minmax(0, 1fr))` },
					gridAutoRows: {
						md: `max(300px, calc((100dvh - ${219 + between + (rows - 1) * 12}px - var(--first-steps, 0px)) / ${rows}))`,
					},
				}}
			>
				{places.map((place) => (
					<Box
						key={place.position}
						sx={{
							minWidth: 0,
							flex: { xs: "0 0 100%", md: "initial" },
							height: { xs: `calc(100dvh - ${313 + between + tabsHeight}px - var(--first-steps, 0px))`, md: "auto" },
							minHeight: { xs: 320, md: 0 },
							scrollSnapAlign: "start",
							display: isAlone && place.position !== maximised ? "none" : undefined,
						}}
					>
						<Panel
							place={place}
							follower={follower}
							onStop={on.onStop}
							onRunAgain={on.onRunAgain && (() => on.onRunAgain?.(place.position))}
							actions={
								places.length > 1 && (
									<IconButton
										aria-label={isAlone ? "Back to all panels" : "Give this panel the whole place"}
										title={isAlone ? "Back to all panels (Esc)" : "Give this panel the whole place"}
										onClick={() => on.onMaximise(isAlone ? null : place.position)}
										sx={{ display: { xs: "none", md: "inline-flex" } }}
									>
										{isAlone ? <FullscreenExitIcon fontSize="inherit" /> : <FullscreenIcon fontSize="inherit" />}
									</IconButton>
								)
							}
						/>
					</Box>
				))}
			</Box>
		</Box>
	);
}

interface PanelProps extends Pick<PanelsProps, "follower" | "onStop"> {
	place: Place;
	onRunAgain: (() => void) | undefined;
	actions: ReactNode;
}

function Panel({ place, follower, onRunAgain, ...rest }: PanelProps) {
	const { runId, refusal } = place;
	if (runId !== null) {
		return <RunPanel place={place} run={follower.run(runId)} onRunAgain={onRunAgain} {...rest} />;
	}
	if (refusal) {
		return (
			<RefusedPanel place={place} refusal={refusal} onRunAgain={onRunAgain ?? (() => {})} actions={rest.actions} />
		);
	}
	return (
		<PanelFrame place={place} modelId={place.modelId} status={<RunStatus phase="starting" />}>
			<Box sx={{ p: 2 }} aria-busy>
				<Skeleton width="92%" />
				<Skeleton width="85%" />
				<Skeleton width="60%" />
			</Box>
		</PanelFrame>
	);
}
