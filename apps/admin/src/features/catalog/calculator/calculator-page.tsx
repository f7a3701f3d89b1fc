import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import FormControlLabel from "@mui/material/FormControlLabel";
import Paper from "@mui/material/Paper";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { Link } from "react-router";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { formatCount } from "@/lib/format.ts";
import { paths } from "@/lib/paths.ts";
import { BaselineLine } from "./baseline-line.tsx";
import { ChosenModels } from "./chosen-models.tsx";
import { ForecastTable } from "./forecast-table.tsx";
import { GivenForm } from "./given-form.tsx";
import { RecordedForm } from "./recorded-form.tsx";
import { SizeWords } from "./size-words.tsx";
import { useCalculator } from "./use-calculator.ts";

/** What traffic would cost on each model, as a range. */
export default function CalculatorPage() {
	const calculator = useCalculator();
	const { url, set, chosen, result, user } = calculator;
	const { data } = result;
	const isRecorded = url.basis === "runs";
	return (
		<PageContainer
			title="Cost calculator"
			truth={
				data && data.messages > 0
					? `${formatCount(data.messages)} messages ${isRecorded ? "in the last 30 days" : "a month"} · prices as they are in the catalog now`
					: "What the same messages would cost on other models"
			}
			action={
				chosen.length > 1 && (
					<Button component={Link} to={paths.compare(chosen)} variant="outlined" color="inherit">
						Compare
					</Button>
				)
			}
		>
			<Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "320px minmax(0, 1fr)" } }}>
				<Paper
					variant="outlined"
					component="section"
					aria-label="What is calculated"
					sx={{ p: 2, display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: 2, alignContent: "start" }}
				>
					{user && (
						<RadioGroup
							row
							aria-label="Messages"
							value={url.basis}
							onChange={(_, basis) => void set({ basis: basis === "runs" ? "runs" : "given" })}
						>
							<FormControlLabel value="given" control={<Radio size="small" />} label="My own numbers" />
							<FormControlLabel value="runs" control={<Radio size="small" />} label="The last 30 days" />
						</RadioGroup>
					)}
					{isRecorded ? <RecordedForm {...calculator} /> : <GivenForm url={url} set={set} />}
					{result.isPending && <Skeleton variant="rounded" height={98} />}
					{data && data.messages > 0 && <SizeWords {...data} />}
					<ChosenModels {...calculator} />
					<BaselineLine {...calculator} />
				</Paper>
				<Box sx={{ minWidth: 0 }}>
					{result.isError ? (
						<ErrorState error={result.error} onRetry={() => void result.refetch()} />
					) : data?.messages === 0 ? (
						<EmptyState
							title="No runs in the last 30 days"
							action={
								<Button variant="outlined" onClick={() => void set({ basis: "given" })}>
									Say how many messages there will be
								</Button>
							}
						>
							There is nothing to work from yet. Runs in the testing lab and of programs count.
						</EmptyState>
					) : data?.models.length === 0 ? (
						<EmptyState title="No model to calculate">
							None that you may use now has a known price. Add models to see what they would cost.
						</EmptyState>
					) : (
						<ForecastTable
							models={data?.models}
							period={isRecorded ? "30 days" : "A month"}
							nowId={data?.baseline?.forecast.modelId ?? null}
							isStale={result.isPlaceholderData}
							expected={chosen.length || 8}
						/>
					)}
					<Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1.5, maxWidth: 880 }}>
						Not included: thinking tokens of models that think (unless the runs had them), further turns after tool
						calls, tries again, pictures and sound, the first write to a cache, taxes and what your contract takes off.
						The same text is not the same number of tokens everywhere: expect up to a quarter more or less.
					</Typography>
				</Box>
			</Box>
		</PageContainer>
	);
}
