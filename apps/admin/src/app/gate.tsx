import LockOutlinedIcon from "@mui/icons-material/LockOutlined";
import Button from "@mui/material/Button";
import { Link, Navigate, Outlet } from "react-router";
import { EmptyState } from "@/components/empty-state.tsx";
import { ErrorState } from "@/components/error-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { PageSkeleton } from "@/components/page-skeleton.tsx";
import type { Access } from "@/lib/feature.ts";
import { paths } from "@/lib/paths.ts";
import { useSession } from "@/lib/session.ts";

/** Lets a page show to those who may see it; a visitor signs in and comes back to the same address. */
export function Gate({ access }: { access: Access }) {
	const { user, error, retry } = useSession();
	if (access === "public") return <Outlet />;
	if (user === undefined && error) {
		return (
			<PageContainer title="LLM Hub">
				<ErrorState error={error} onRetry={retry} />
			</PageContainer>
		);
	}
	if (user === undefined) return <PageSkeleton />;
	if (user === null) {
		// The router knows nothing of what the pages put there themselves, such as the test that is shown, and learns late of the rest.
		const { pathname, search } = window.location;
		return <Navigate to={paths.signInFrom(pathname + search)} replace />;
	}
	if (access === "admin" && user.role !== "admin") {
		return (
			<PageContainer title="Not for your role">
				<EmptyState
					icon={LockOutlinedIcon}
					title="Only admins work here"
					action={
						<Button component={Link} to={paths.catalog} variant="outlined">
							Go to the catalog
						</Button>
					}
				>
					Your role is {user.role.replace("_", " ")}. Ask an admin of LLM Hub to do this, or to change your role.
				</EmptyState>
			</PageContainer>
		);
	}
	return <Outlet />;
}
