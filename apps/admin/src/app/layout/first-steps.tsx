import CheckIcon from "@mui/icons-material/CheckCircleOutlined";
import Box from "@mui/material/Box";
import Link from "@mui/material/Link";
import Stack from "@mui/material/Stack";
import type { ReactNode } from "react";
import { Link as RouterLink } from "react-router";
import { paths } from "@/lib/paths.ts";
import type { Steps } from "./use-first-steps.ts";

const StepLink = ({ to, children }: { to: string; children: ReactNode }) => (
	<Link component={RouterLink} to={to} underline="always" color="inherit" sx={{ fontWeight: 550 }}>
		{children}
	</Link>
);

interface StepProps {
	number: number;
	done: boolean;
	/** The first that is not done: the only one on a phone. */
	isNext: boolean;
	children: ReactNode;
}

function Step({ number, done, isNext, children }: StepProps) {
	return (
		<Box
			component="li"
			sx={{
				display: { xs: isNext ? "flex" : "none", md: "flex" },
				alignItems: "center",
				gap: 0.75,
				color: done ? "text.secondary" : undefined,
			}}
		>
			{done ? (
				<CheckIcon titleAccess="done" sx={{ fontSize: 18, color: "success.main" }} />
			) : (
				<Box
					aria-hidden
					sx={{
						width: 18,
						height: 18,
						borderRadius: "50%",
						border: 1,
						fontSize: 11,
						display: "grid",
						placeItems: "center",
					}}
				>
					{number}
				</Box>
			)}
			<span>{children}</span>
		</Box>
	);
}

/** The way to a first test, above every page until it has been run. For admins, because a key is theirs to add. */
export function FirstSteps({ hasKey, hasModel, hasTested, practiceId }: Steps) {
	const next = hasModel || hasTested ? 3 : hasKey ? 2 : 1;
	return (
		<Box
			component="section"
			aria-label="First steps"
			sx={{
				height: "var(--first-steps)",
				flexShrink: 0,
				display: "flex",
				alignItems: "center",
				borderBottom: 1,
				borderColor: "divider",
				bgcolor: "background.paper",
			}}
		>
			<Stack
				component="ol"
				direction="row"
				sx={{ listStyle: "none", m: 0, px: { xs: 2, md: 3 }, py: 0, columnGap: 4, fontSize: 14, whiteSpace: "nowrap" }}
			>
				<Step number={1} done={hasKey || hasModel || hasTested} isNext={next === 1}>
					<StepLink to={paths.providers}>Add a provider key</StepLink>
					{practiceId !== undefined && (
						<>
							{" or "}
							<StepLink to={paths.testModel(practiceId)}>use the Sandbox</StepLink>
						</>
					)}
				</Step>
				<Step number={2} done={hasModel || hasTested} isNext={next === 2}>
					<StepLink to={paths.catalog}>Pick a model</StepLink>
				</Step>
				<Step number={3} done={hasTested} isNext={next === 3}>
					<StepLink to={paths.testing}>Run your first test</StepLink>
				</Step>
			</Stack>
		</Box>
	);
}
