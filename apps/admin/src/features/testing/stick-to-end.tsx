import ArrowDownwardIcon from "@mui/icons-material/ArrowDownward";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

/** So near to the end counts as being there, in pixels. */
const nearEnd = 32;

/** A scrolling box that follows what grows in it, until the reader scrolls away from its end; then it waits for the reader. */
export function StickToEnd({ live, children }: { live: boolean; children: ReactNode }) {
	const box = useRef<HTMLDivElement>(null);
	const [isAway, setAway] = useState(false);
	const toEnd = () => {
		if (box.current) box.current.scrollTop = box.current.scrollHeight;
	};
	// With every drawing, for that is when it grows.
	useLayoutEffect(() => {
		if (live && !isAway) toEnd();
	});
	return (
		<>
			<Box
				ref={box}
				role="group"
				aria-label="Answer text"
				aria-busy={live}
				tabIndex={0}
				onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
					if (live) setAway(scrollHeight - scrollTop - clientHeight > nearEnd);
				}}
				sx={{ p: 2, flex: 1, minHeight: 0, overflowY: "auto", overscrollBehavior: "contain" }}
			>
				{children}
			</Box>
			{live && isAway && (
				<Button
					variant="contained"
					startIcon={<ArrowDownwardIcon />}
					onClick={() => {
						toEnd();
						setAway(false);
					}}
					sx={{ position: "absolute", bottom: 8, left: "50%", transform: "translateX(-50%)" }}
				>
					To the end
				</Button>
			)}
		</>
	);
}
