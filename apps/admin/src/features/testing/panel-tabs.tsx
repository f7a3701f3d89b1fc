import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { type RefObject, useEffect, useState } from "react";
import { letterOf, type Place } from "./places.ts";
import { standOf } from "./run-state.ts";
import { RunStatusIcon } from "./run-status.tsx";
import type { FollowedRun, RunsFollower } from "./runs-follower.ts";
import { useRunPart } from "./use-runs.ts";

interface PanelTabsProps {
	places: Place[];
	follower: RunsFollower;
	/** What is swiped; its children are the panels. */
	row: RefObject<HTMLDivElement | null>;
}

/** On a phone: which panels there are beside the one in sight, how each stands, and the way to it. */
export function PanelTabs({ places, follower, row }: PanelTabsProps) {
	const [shown, setShown] = useState(0);
	useEffect(() => {
		const swiped = row.current;
		const onScroll = () => {
			if (swiped && swiped.clientWidth > 0) setShown(Math.round(swiped.scrollLeft / swiped.clientWidth));
		};
		swiped?.addEventListener("scroll", onScroll, { passive: true });
		return () => swiped?.removeEventListener("scroll", onScroll);
	}, [row]);
	const goTo = (index: number) => row.current?.children[index]?.scrollIntoView({ block: "nearest", inline: "start" });
	return (
		<Box
			component="nav"
			aria-label="Answers"
			sx={{ display: { xs: "flex", md: "none" }, gap: 0.5, overflowX: "auto", pb: 1 }}
		>
			{places.map((place, index) => (
				<Button
					key={place.position}
					color={index === shown ? "primary" : "inherit"}
					variant="outlined"
					aria-current={index === shown}
					startIcon={<TabIcon run={place.runId === null ? null : follower.run(place.runId)} place={place} />}
					onClick={() => goTo(index)}
					sx={{ flexShrink: 0, maxWidth: 180 }}
				>
					<Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
						{tabNameOf(place, index)}
					</Box>
				</Button>
			))}
		</Box>
	);
}

const tabNameOf = ({ isVeiled, position, modelId }: Place, index: number): string =>
	isVeiled ? `Model ${letterOf(position)}` : (modelId?.split("/").at(-1) ?? `Answer ${index + 1}`);

function TabIcon({ run, place }: { run: FollowedRun | null; place: Place }) {
	if (run) return <RunTabIcon run={run} />;
	return <RunStatusIcon phase={place.refusal ? "failed" : "starting"} />;
}

const RunTabIcon = ({ run }: { run: FollowedRun }) => <RunStatusIcon phase={useRunPart(run, standOf)} />;
