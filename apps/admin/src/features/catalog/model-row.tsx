import { memo } from "react";
import { ProviderMark } from "@/components/provider-mark.tsx";
import { formatTokens } from "@/lib/format.ts";
import { providerOf } from "@/lib/model-id.ts";
import { cells, ModelName, type RowProps, rateWords, SelectBox } from "./model-cells.tsx";
import type { Column } from "./model-columns.ts";
import { statusOf } from "./status-words.ts";
import { Cell } from "./table-parts.tsx";

/** A model as a line of the table. */
export const ModelRow = memo(function ModelRow({ columns, ...row }: RowProps & { columns: readonly Column[] }) {
	return (
		<>
			<Cell>
				<SelectBox {...row} />
			</Cell>
			{columns.map(({ key, numeric }) => (
				<Cell key={key} className={numeric ? "numeric" : undefined}>
					{cells[key](row)}
				</Cell>
			))}
		</>
	);
});

/** The same on a phone: two lines, the price at the right. */
export const ModelRowNarrow = memo(function ModelRowNarrow(row: RowProps) {
	const { model } = row;
	const { enabled, contextLength, priceState } = model;
	return (
		<>
			<Cell>
				<SelectBox {...row} />
			</Cell>
			<Cell>
				<ProviderMark provider={providerOf(model.id)} size={18} />
			</Cell>
			<Cell>
				<ModelName {...row} />
			</Cell>
			<Cell className="numeric line">
				{priceState === "priced" ? (
					<>
						{rateWords(model, model.inputPer1M)} → {rateWords(model, model.outputPer1M)}
					</>
				) : (
					<span className={priceState === "free" ? "free" : "muted"}>
						{priceState === "free" ? "free" : "price unknown"}
					</span>
				)}
				<div className="small">
					{/* No head names the columns here. */}
					{[
						priceState === "priced" && "$/1M",
						enabled ? contextLength !== null && formatTokens(contextLength) : statusOf(model).word,
					]
						.filter(Boolean)
						.join(" · ")}
				</div>
			</Cell>
		</>
	);
});
