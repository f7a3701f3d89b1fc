import type { ReactNode } from "react";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { formatCount, formatDay, formatDuration, formatRate, formatShare, formatTokens, plural } from "@/lib/format.ts";
import { providerOf } from "@/lib/model-id.ts";
import { paths } from "@/lib/paths.ts";
import { contextFill } from "./context-fill.ts";
import type { ColumnKey } from "./model-columns.ts";
import type { RowActions } from "./row-actions.ts";
import { selectByKeys } from "./select-keys.ts";
import { sourceName } from "./source-words.ts";
import { statusOf } from "./status-words.ts";
import { tagsThatFit } from "./tags-that-fit.ts";
import type { Seen } from "./use-model-notes.ts";
import type { Model } from "./use-model-pages.ts";

/** What a row shows and does. Everything in it stays the same object for as long as it says the same. */
export interface RowProps {
	model: Model;
	index: number;
	isSelected: boolean;
	isAdmin: boolean;
	seen: Seen | undefined;
	aliases: string | undefined;
	actions: RowActions;
	tierName: (code: string) => string;
}

/** The row's name; its link covers the whole row. */
export function ModelName({ model, aliases, actions }: Pick<RowProps, "model" | "aliases" | "actions">) {
	return (
		<div className="two-lines">
			<a className="name" href={paths.model(model.id)} onClick={(event) => actions.open(event, model.id)}>
				{model.displayName}
			</a>
			<div className="small">
				{aliases && <b>{aliases} · </b>}
				{model.id}
			</div>
		</div>
	);
}

export function SelectBox({ model, index, isSelected, actions }: RowProps) {
	return (
		<span className="control">
			<input
				type="checkbox"
				className="check"
				aria-label={`Select ${model.displayName}`}
				value={model.id}
				data-index={index}
				checked={isSelected}
				onKeyDown={(event) => selectByKeys(event, actions.step)}
				onChange={({ target, nativeEvent }) =>
					actions.select(model.id, index, target.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
				}
			/>
		</span>
	);
}

export function rateWords(model: Model, usdPer1M: string | null): ReactNode {
	if (model.priceState === "free") return <span className="free">free</span>;
	return usdPer1M === null ? <span className="muted">unknown</span> : formatRate(usdPer1M);
}

function StatusCell({ model, isAdmin, actions, tierName }: RowProps) {
	const { word, title, isWarning } = statusOf(model, tierName);
	const words = (
		<span className={isWarning ? "word warn" : "word"} title={title}>
			{word}
		</span>
	);
	if (!isAdmin) return words;
	return (
		<span className="control">
			<input
				type="checkbox"
				role="switch"
				className="switch"
				aria-label={`Enable ${model.displayName}`}
				checked={model.enabled}
				aria-checked={model.enabled}
				onChange={({ target }) => actions.enable(model, target.checked)}
			/>
			{words}
		</span>
	);
}

/** As many as fit; the rest behind "+2", which shows all of them to a pointer and to the keyboard. */
function Tags({ capabilities }: Pick<Model, "capabilities">) {
	const { fitting, hidden } = tagsThatFit(capabilities);
	return (
		<span className="tags">
			{fitting.map((name) => (
				<span key={name} className="tag">
					{name}
				</span>
			))}
			{hidden.length > 0 && (
				<button
					type="button"
					className="tag more"
					aria-label={`+${hidden.length}: ${hidden.join(", ")}`}
					data-all={[...fitting, ...hidden].join(" · ")}
				>
					+{hidden.length}
				</button>
			)}
		</span>
	);
}

/** A cell by its column. */
export const cells: Record<ColumnKey, (row: RowProps) => ReactNode> = {
	name: (row) => <ModelName {...row} />,
	provider: ({ model }) => (
		<span className="with-mark">
			<ProviderMark provider={providerOf(model.id)} />
			<span className="line">{model.providerName}</span>
		</span>
	),
	input: ({ model }) => rateWords(model, model.inputPer1M),
	output: ({ model }) => rateWords(model, model.outputPer1M),
	cached: ({ model }) =>
		model.cachedInputPer1M === null ? <span className="muted">–</span> : rateWords(model, model.cachedInputPer1M),
	context: ({ model: { contextLength } }) =>
		contextLength === null ? (
			<span className="muted">unknown</span>
		) : (
			<span className="window" title={`${formatCount(contextLength)} tokens`}>
				<span className="bar" aria-hidden>
					<i style={{ width: `${contextFill(contextLength) * 100}%` }} />
				</span>
				{formatTokens(contextLength)}
			</span>
		),
	capabilities: ({ model }) => <Tags capabilities={model.capabilities} />,
	seen: ({ seen }) => {
		if (!seen) return <span className="muted">–</span>;
		const { runs, successes, medianLatencyMs, days } = seen;
		const rate = formatShare(successes, runs);
		return (
			<span
				className="line numbers"
				title={`${plural(runs, "run")} of ours in the last ${days} days: the median time to the whole answer, and how many succeeded`}
			>
				{medianLatencyMs === null ? rate : `${formatDuration(medianLatencyMs)} · ${rate}`}
			</span>
		);
	},
	priceAge: ({ model: { priceAsOf, priceSource } }) =>
		priceAsOf === null || priceSource === null ? (
			<span className="muted">–</span>
		) : (
			<div className="date" title={sourceName(priceSource)}>
				<div>{formatDay(priceAsOf)}</div>
				<div className="small">{sourceName(priceSource)}</div>
			</div>
		),
	status: (row) => <StatusCell {...row} />,
};
