import CloudOffIcon from "@mui/icons-material/CloudOffOutlined";
import Alert from "@mui/material/Alert";
import { useOnline } from "@/lib/use-online.ts";

/** Says that the network is gone; everything resumes by itself when it is back. */
export function OfflineBanner() {
	if (useOnline()) return null;
	return (
		<Alert severity="warning" icon={<CloudOffIcon fontSize="inherit" />} sx={{ borderRadius: 0, py: 0 }}>
			You are offline. What you see is the last known state; it resumes by itself.
		</Alert>
	);
}
