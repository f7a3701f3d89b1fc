import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { lazy, Suspense, useState } from "react";
import { useSession } from "@/lib/session.ts";
import type { EndingModel } from "./lifecycle-band.tsx";

const MoveAliasDialog = lazy(() => import("./move-alias-dialog.tsx"));

/** An alias that names a model on its way out; admins move it on. */
export function MoveAlias({ alias, model }: { alias: string; model: EndingModel }) {
	const { isAdmin } = useSession();
	const [open, setOpen] = useState(false);
	return (
		<Box sx={{ display: "flex", alignItems: "center", gap: 0.5, fontSize: 12 }}>
			alias <code>{alias}</code>
			{isAdmin && (
				<Button aria-label={`Move the alias ${alias}`} onClick={() => setOpen(true)} sx={{ py: 0, minWidth: 0 }}>
					Move
				</Button>
			)}
			{open && (
				<Suspense fallback={null}>
					<MoveAliasDialog alias={alias} model={model} onClose={() => setOpen(false)} />
				</Suspense>
			)}
		</Box>
	);
}
