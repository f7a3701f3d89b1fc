import createCache from "@emotion/cache";
import { CacheProvider } from "@emotion/react";
import CssBaseline from "@mui/material/CssBaseline";
import { ThemeProvider } from "@mui/material/styles";
import { QueryClientProvider } from "@tanstack/react-query";
import { getQueryKey } from "@trpc/react-query";
import { useEffect, useState } from "react";
import { ToastProvider } from "@/components/toast.tsx";
import { cspNonce } from "@/lib/csp-nonce.ts";
import { createTrpcClient, trpc } from "@/lib/trpc.ts";
import { createQueryClient } from "./query-client.ts";
import { Router } from "./router.tsx";
import { theme } from "./theme.ts";

const styles = createCache({ key: "css", nonce: cspNonce });

export function App() {
	const [queryClient] = useState(createQueryClient);
	// Who is signed in is then asked once more; the gate of the page leads to sign-in and back.
	const [trpcClient] = useState(() =>
		createTrpcClient(() => void queryClient.invalidateQueries({ queryKey: getQueryKey(trpc.auth.me) })),
	);
	useEffect(() => {
		// What the page began with would outlast a change of theme; from here on the theme's styles say it.
		document.documentElement.style.removeProperty("color-scheme");
	}, []);
	return (
		<CacheProvider value={styles}>
			<ThemeProvider theme={theme} defaultMode="system">
				<CssBaseline enableColorScheme />
				<trpc.Provider client={trpcClient} queryClient={queryClient}>
					<QueryClientProvider client={queryClient}>
						<ToastProvider>
							<Router />
						</ToastProvider>
					</QueryClientProvider>
				</trpc.Provider>
			</ThemeProvider>
		</CacheProvider>
	);
}
