import KeyIcon from "@mui/icons-material/VpnKeyOutlined";
import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { CreateTokenDialog } from "@/components/create-token-dialog.tsx";
import { DataTable } from "@/components/data-table.tsx";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { FilterSelect } from "@/components/filter-select.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { plural } from "@/lib/format.ts";
import { useSession } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { type Token, TokenNarrow, tokenColumns } from "./token-columns.tsx";

const parsers = {
	whose: parseAsStringLiteral(["everybody", "mine"]).withDefault("everybody"),
	state: parseAsStringLiteral(["active", "expired", "revoked"]),
};
const states = (["active", "expired", "revoked"] as const).map((value) => ({ value, label: value }));

/** Keys for programs: one's own, and for admins everybody's. */
export default function TokensPage() {
	const { isAdmin } = useSession();
	const [{ whose, state }, setFilters] = useQueryStates(parsers, { history: "replace" });
	const [creating, setCreating] = useState(false);
	const [revoking, setRevoking] = useState<Token | null>(null);
	const all = isAdmin && whose === "everybody";
	const tokens = trpc.access.tokens.list.useQuery({ all });
	const rows = tokens.data?.filter((token) => state === null || token.state === state);
	const active = tokens.data?.filter((token) => token.state === "active").length ?? 0;
	const create = (
		<Button variant="contained" onClick={() => setCreating(true)}>
			Create token
		</Button>
	);
	return (
		<PageContainer
			title="API tokens"
			truth={tokens.data && `${plural(active, "active token")} · for programs, each with its own scopes and budget`}
			action={create}
		>
			<Stack direction="row" sx={{ gap: 1, mb: 1.5 }}>
				{isAdmin && (
					<FilterSelect
						label="Whose"
						value={whose}
						required
						options={[
							{ value: "everybody", label: "everybody's" },
							{ value: "mine", label: "mine" },
						]}
						onChange={(value) => void setFilters({ whose: value })}
					/>
				)}
				<FilterSelect
					label="State"
					value={state}
					options={states}
					onChange={(value) => void setFilters({ state: value })}
				/>
			</Stack>
			{tokens.isError ? (
				<ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />
			) : (
				<DataTable
					label="API tokens"
					columns={tokenColumns({ all, onRevoke: setRevoking })}
					rows={rows}
					keyOf={({ id }) => id}
					narrow={(token) => <TokenNarrow token={token} all={all} onRevoke={setRevoking} />}
					empty={
						<EmptyState icon={KeyIcon} title={state === null ? "No tokens yet" : `No ${state} tokens`}>
							A token lets a program call LLM Hub in your name, as far as its scopes and its budget reach.
						</EmptyState>
					}
				/>
			)}
			{creating && <CreateTokenDialog onClose={() => setCreating(false)} />}
			<RevokeDialog token={revoking} onClose={() => setRevoking(null)} />
		</PageContainer>
	);
}
