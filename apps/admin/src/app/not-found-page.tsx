import TravelExploreIcon from "@mui/icons-material/TravelExplore";
import Button from "@mui/material/Button";
import { Link } from "react-router";
import { EmptyState } from "@/components/empty-state.tsx";
import { PageContainer } from "@/components/page-container.tsx";
import { paths } from "@/lib/paths.ts";

export function NotFoundPage() {
	return (
		<PageContainer title="Page not found">
			<EmptyState
				icon={TravelExploreIcon}
				title="There is no page at this address"
				action={
					<Button component={Link} to={paths.catalog} variant="contained">
						Open the model catalog
					</Button>
				}
			>
				The link may be old, or a letter may be missing. Everything is one of the four tabs away.
			</EmptyState>
		</PageContainer>
	);
}
