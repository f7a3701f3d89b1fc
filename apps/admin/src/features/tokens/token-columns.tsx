import type { RouterOutputs } from "@llm-hub/api/types";
import Button from "@mui/material/Button";
import type { Column } from "@/components/data-table.tsx";
import { StatusWord } from "@/components/status-word.tsx";
import { TwoLines } from "@/components/two-lines.tsx";
import { formatAgo, formatCount, formatDate, formatUsd } from "@/lib/format.ts";

export type Token = RouterOutputs["access"]["tokens"]["list"][number];

const looks = { active: "good", expired: "off", revoked: "off" } as const;
const spent = ({ spentUsd, budgetUsd }: Token) =>
	`${formatUsd(spentUsd)}${budgetUsd === null ? "" : ` of ${formatUsd(budgetUsd)}`}`;
const used = ({ lastUsedAt }: Token) => (lastUsedAt ? formatAgo(lastUsedAt) : "never");
const ends = ({ expiresAt }: Token) => (expiresAt ? formatDate(expiresAt) : "never");

const preview = (token: Token) => <code>{token.preview}…</code>;
const madeBy = (token: Token) => token.madeBy && ` · made by ${token.madeBy}`;
const whose = (token: Token) =>
	token.madeBy ? <TwoLines first={token.userEmail} second={`made by ${token.madeBy}`} /> : token.userEmail;

interface Options {
	/** Everybody's: whose each is, is said. */
	all: boolean;
	onRevoke: (token: Token) => void;
}

const revoke = (token: Token, onRevoke: Options["onRevoke"]) =>
	token.state === "active" && (
		<Button color="error" aria-label={`Revoke ${token.name}`} onClick={() => onRevoke(token)}>
			Revoke
		</Button>
	);

export const tokenColumns = ({ all, onRevoke }: Options): Column<Token>[] => [
	{
		label: "Token",
		cell: (token) => (
			<TwoLines
				first={token.name}
				second={
					all ? (
						preview(token)
					) : (
						<>
							{preview(token)}
							{madeBy(token)}
						</>
					)
				}
			/>
		),
	},
	...(all ? [{ label: "Whose", cell: whose }] : []),
	{ label: "Scopes", cell: ({ scopes }) => scopes.join(", ") },
	{ label: "Runs this month", numeric: true, cell: ({ requestsThisMonth }) => formatCount(requestsThisMonth) },
	{ label: "Spent this month", numeric: true, cell: spent },
	{ label: "Last used", cell: used },
	{ label: "Expires", width: 124, cell: ends },
	{ label: "State", cell: ({ state }) => <StatusWord look={looks[state]}>{state}</StatusWord> },
	{ label: "Actions", unlabelled: true, numeric: true, cell: (token) => revoke(token, onRevoke) },
];

export function TokenNarrow({ token, all, onRevoke }: Options & { token: Token }) {
	const use = token.lastUsedAt ? `last used ${used(token)}` : "never used";
	const state = token.state === "active" ? use : token.state;
	return (
		<TwoLines
			first={token.name}
			second={[spent(token), state, all && token.userEmail, token.madeBy && `made by ${token.madeBy}`]
				.filter(Boolean)
				.join(" · ")}
			end={revoke(token, onRevoke)}
		/>
	);
}
