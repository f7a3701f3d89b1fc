import Paper from "@mui/material/Paper";
import Stack from "@mui/material/Stack";
import { PageContainer } from "@/components/page-container.tsx";
import { TierName } from "@/components/tier-name.tsx";
import { useSession } from "@/lib/session.ts";
import { MyQuotas } from "./my-quotas.tsx";
import { MyRequests } from "./my-requests.tsx";
import { OwnKeys } from "./own-keys.tsx";
import { PasswordSection } from "./password-section.tsx";
import { SessionList } from "./session-list.tsx";

export default function AccountPage() {
	const { user } = useSession();
	return (
		<PageContainer
			title="Account"
			truth={
				user && (
					<>
						{user.name} · {user.email} · {user.role.replace("_", " ")} · tier <TierName code={user.tierCode} />
					</>
				)
			}
			narrow
		>
			<Stack sx={{ gap: 2 }}>
				<Paper variant="outlined" sx={{ p: 2 }}>
					<MyQuotas />
				</Paper>
				<Paper variant="outlined" sx={{ p: 2 }}>
					<MyRequests />
				</Paper>
				{user && user.role !== "viewer" && (
					<Paper variant="outlined" sx={{ p: 2 }}>
						<OwnKeys />
					</Paper>
				)}
				<Paper variant="outlined" sx={{ p: 2 }}>
					<PasswordSection email={user?.email ?? ""} />
				</Paper>
				<Paper variant="outlined" sx={{ p: 2 }}>
					<SessionList />
				</Paper>
			</Stack>
		</PageContainer>
	);
}
