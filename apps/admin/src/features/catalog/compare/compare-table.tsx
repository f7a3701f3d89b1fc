import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { type CSSProperties, Fragment } from "react";
import { bestOf, type Column, differs, type Row, type RowGroup } from "./columns.ts";
import { CompareHead } from "./compare-head.tsx";
import { compareStyle } from "./compare-style.ts";

interface CompareTableProps {
	/** In their order, as they were asked for. */
	asked: readonly string[];
	/** By what was asked; null is not in the catalog, undefined on the way. */
	columnOf: (asked: string) => Column | null | undefined;
	groups: readonly RowGroup[];
	onRemove: (asked: string) => void;
}

/** Models as columns, facts as rows; the names and the facts' labels stay in sight. */
export function CompareTable({ asked, columnOf, groups, onRemove }: CompareTableProps) {
	const columns = asked.flatMap((name) => columnOf(name) ?? []);
	const isPending = asked.some((name) => columnOf(name) === undefined);
	return (
		<Box
			role="region"
			aria-label="Comparison"
			tabIndex={0}
			aria-busy={isPending}
			style={{ "--columns": asked.length } as CSSProperties}
			sx={compareStyle}
		>
			<table>
				<thead>
					<tr>
						<td />
						{asked.map((name) => (
							<th key={name} scope="col">
								<CompareHead asked={name} model={modelOf(columnOf(name))} onRemove={() => onRemove(name)} />
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{groups.map(({ title, rows }) => (
						<Fragment key={title}>
							<tr className="group">
								<th scope="rowgroup">{title}</th>
								<td colSpan={asked.length} />
							</tr>
							{rows.map((row) => (
								<CompareRow key={row.label} row={row} asked={asked} columnOf={columnOf} columns={columns} />
							))}
						</Fragment>
					))}
				</tbody>
			</table>
		</Box>
	);
}

const modelOf = (column: Column | null | undefined) => (column ? column.model : column);

interface CompareRowProps extends Pick<CompareTableProps, "asked" | "columnOf"> {
	row: Row;
	columns: readonly Column[];
}

function CompareRow({ row, asked, columnOf, columns }: CompareRowProps) {
	const isDifferent = differs(row, columns);
	const best = bestOf(row, columns);
	return (
		<tr className={isDifferent ? "different" : undefined}>
			<th scope="row">
				{row.label}
				{isDifferent && (
					<span className="mark" title="They differ">
						<span aria-hidden>≠</span>
						<span className="unseen"> differs</span>
					</span>
				)}
			</th>
			{asked.map((name) => {
				const column = columnOf(name);
				if (!column)
					return <td key={name}>{column === null ? <span className="muted">–</span> : <Skeleton width="60%" />}</td>;
				const { words, isMuted } = row.cell(column);
				return (
					<td key={name} className={isMuted ? "muted" : undefined}>
						{words}
						{best.has(column.model.id) && <span className="best">{row.best?.word}</span>}
					</td>
				);
			})}
		</tr>
	);
}
