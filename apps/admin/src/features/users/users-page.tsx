import Button from "@mui/material/Button";
import Pagination from "@mui/material/Pagination";
import { useState } from "react";
import { DataTable } from "@/components/data-table.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { NothingFits } from "@/components/nothing-fits.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { plural } from "@/lib/format.ts";
import { AddUserDialog } from "./add-user-dialog.tsx";
import { pageSize, useUsersView } from "./use-users-view.ts";
import { UserNarrow, userColumns } from "./user-columns.tsx";
import { UserDrawer } from "./user-drawer.tsx";
import { UserFilters } from "./user-filters.tsx";

/** Who may sign in, as what, and what they used this month. */
export default function UsersPage() {
	const { view, set, setFilter, clear, users, isFiltered } = useUsersView();
	const [adding, setAdding] = useState(false);
	const total = users.data?.total ?? 0;
	const pages = Math.ceil(total / pageSize);
	return (
		<PageContainer
			title="Users"
			truth={
				users.data &&
				`${plural(total, "person", "people")}${isFiltered ? " in this view" : ""} · usage of this month (UTC)`
			}
			action={
				<Button variant="contained" onClick={() => setAdding(true)}>
					Add user
				</Button>
			}
		>
			<UserFilters view={view} setFilter={setFilter} />
			{users.isError ? (
				<ErrorState error={users.error} onRetry={() => void users.refetch()} />
			) : (
				<DataTable
					label="Users"
					columns={userColumns}
					rows={users.data?.users}
					keyOf={({ id }) => id}
					narrow={(user) => <UserNarrow user={user} />}
					isStale={users.isPlaceholderData}
					empty={
						<NothingFits title="Nobody fits" onClear={clear}>
							Take a filter away, or search for a shorter part of a name or address.
						</NothingFits>
					}
				/>
			)}
			{pages > 1 && (
				<Pagination
					count={pages}
					page={view.page}
					size="small"
					onChange={(_, page) => void set({ page })}
					sx={{ mt: 2, display: "flex", justifyContent: "center" }}
				/>
			)}
			{adding && <AddUserDialog onClose={() => setAdding(false)} />}
			<UserDrawer userId={view.user} onClose={() => void set({ user: null })} />
		</PageContainer>
	);
}
