import Button from "@mui/material/Button";
import { lazy, Suspense, useState } from "react";

const BulkPriceDialog = lazy(() =>
	import("../bulk-price-dialog.tsx").then(({ BulkPriceDialog: dialog }) => ({ default: dialog })),
);
const AliasDialog = lazy(() => import("../alias-dialog.tsx").then(({ AliasDialog: dialog }) => ({ default: dialog })));

const labels = { price: "Set price", alias: "Alias" } as const;

/** Opens what an admin may do with this one model. */
export function AdminAction({ modelId, action }: { modelId: string; action: keyof typeof labels }) {
	const [open, setOpen] = useState(false);
	const close = () => setOpen(false);
	return (
		<>
			<Button color="inherit" onClick={() => setOpen(true)}>
				{labels[action]}
			</Button>
			{open && (
				<Suspense fallback={null}>
					{action === "price" ? (
						<BulkPriceDialog ids={[modelId]} onClose={close} />
					) : (
						<AliasDialog modelId={modelId} onClose={close} />
					)}
				</Suspense>
			)}
		</>
	);
}
