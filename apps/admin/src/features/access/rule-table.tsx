import Box from "@mui/material/Box";
import NativeSelect from "@mui/material/NativeSelect";
import Stack from "@mui/material/Stack";
import { type Column, DataTable } from "@/components/data-table.tsx";
import { EmptyState } from "@/components/empty-state.tsx";
import { RuleInput } from "./rule-input.tsx";
import { RuleOrder } from "./rule-order.tsx";
import type { DraftRule, useRuleDraft } from "./use-rule-draft.ts";

interface RuleTableProps {
	rules: DraftRule[];
	tierName: string;
	draft: ReturnType<typeof useRuleDraft>;
}

const numberOrNull = (text: string) => (text === "" ? null : Number(text));

/** A tier's rules, each field in its place; dragging a row, or its arrows, changes which one wins. */
export function RuleTable({ rules, tierName, draft }: RuleTableProps) {
	const nameOf = (rule: DraftRule) => rule.modelPattern || "the new rule";
	const pattern = (rule: DraftRule) => (
		<RuleInput
			label={`Pattern of ${nameOf(rule)}`}
			value={rule.modelPattern}
			placeholder="openai/*"
			autoFocus={rule.modelPattern === ""}
			onCommit={(modelPattern) => draft.change(rule.key, { modelPattern: modelPattern.trim() })}
			width="100%"
		/>
	);
	const verdict = (rule: DraftRule) => (
		<NativeSelect
			value={rule.allowed ? "allow" : "deny"}
			inputProps={{ "aria-label": `Verdict of ${nameOf(rule)}` }}
			onChange={(event) => draft.change(rule.key, { allowed: event.target.value === "allow" })}
			sx={{ color: rule.allowed ? "success.main" : "error.main" }}
		>
			<option value="allow">✓ allow</option>
			<option value="deny">✕ deny</option>
		</NativeSelect>
	);
	const limit = (rule: DraftRule, field: "maxRequestsPerDay" | "maxContextLength", label: string) => (
		<RuleInput
			label={`${label} of ${nameOf(rule)}`}
			value={rule[field]?.toString() ?? ""}
			placeholder="unlimited"
			numeric
			onCommit={(text) => draft.change(rule.key, { [field]: numberOrNull(text) })}
			width={100}
		/>
	);
	const order = (rule: DraftRule) => (
		<RuleOrder
			name={nameOf(rule)}
			index={rules.indexOf(rule)}
			count={rules.length}
			onPlace={(at) => draft.place(rule, at)}
			onRemove={() => draft.remove(rule.key)}
		/>
	);
	const columns: Column<DraftRule>[] = [
		{ label: "Models", width: 480, cell: pattern },
		{ label: "Verdict", cell: verdict },
		{ label: "Runs a day", numeric: true, cell: (rule) => limit(rule, "maxRequestsPerDay", "Runs a day") },
		{ label: "Tokens at most", numeric: true, cell: (rule) => limit(rule, "maxContextLength", "Tokens") },
		{ label: "Priority", numeric: true, cell: ({ priority }) => priority },
		{ label: "Order", unlabelled: true, numeric: true, cell: order },
	];
	return (
		<Box sx={dropMarks}>
			<DataTable
				label={`Rules of ${tierName}`}
				columns={columns}
				rows={rules}
				keyOf={({ key }) => key}
				narrow={(rule) => (
					<Stack sx={{ gap: 0.5 }}>
						<Stack direction="row" sx={{ gap: 1, alignItems: "center" }}>
							<Box sx={{ flex: 1, minWidth: 0 }}>{pattern(rule)}</Box>
							{verdict(rule)}
						</Stack>
						<Stack direction="row" sx={narrowLine}>
							<span>{limit(rule, "maxRequestsPerDay", "Runs a day")} runs a day</span>
							<span>{limit(rule, "maxContextLength", "Tokens")} tokens</span>
						</Stack>
						<Stack direction="row" sx={narrowLine}>
							Priority {rule.priority}
							{order(rule)}
						</Stack>
					</Stack>
				)}
				empty={
					<EmptyState title={`${tierName} has no rules`}>It may use no model at all. Add the first rule.</EmptyState>
				}
			/>
		</Box>
	);
}

const narrowLine = {
	gap: 1,
	alignItems: "center",
	justifyContent: "space-between",
	fontSize: 12,
	color: "text.secondary",
	whiteSpace: "nowrap",
} as const;

/** A line where the row that is dragged would come to stand. */
const dropMarks = {
	"& [data-drop] > *, & li[data-drop]": { boxShadow: "inset 0 2px 0 var(--mui-palette-primary-main)" },
	"& [data-drop=after] > *, & li[data-drop=after]": { boxShadow: "inset 0 -2px 0 var(--mui-palette-primary-main)" },
} as const;
