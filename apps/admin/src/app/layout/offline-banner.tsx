import CloudOffIcon from "@mui/icons-material/CloudOffOutlined";
import Alert from "@mui/material/Alert";
import { onlineManager } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";

const subscribe = (onChange: () => void) => onlineManager.subscribe(onChange);

/** Says that the network is gone; everything resumes by itself when it is back. */
export function OfflineBanner() {
	const online = useSyncExternalStore(subscribe, () => onlineManager.isOnline());
	if (online) return null;
	return (
		<Alert severity="warning" icon={<CloudOffIcon fontSize="inherit" />} sx={{ borderRadius: 0, py: 0 }}>
			You are offline. What you see is the last known state; it resumes by itself.
		</Alert>
	);
}
