import { useNavigate } from "react-router";
import { TextInput } from "@/components/text-input.tsx";
import { paths } from "@/lib/paths.ts";
import { schemas } from "@/lib/schemas.ts";
import { useSessionChanged } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { EntryForm } from "./entry-form.tsx";

/** Makes the first admin, and goes on as that person. */
export function SetupForm({ token }: { token: string }) {
	const navigate = useNavigate();
	const sessionChanged = useSessionChanged();
	const setup = trpc.auth.setup.useMutation();
	return (
		<EntryForm
			schema={async () => (await schemas()).setupInput}
			fixed={{ token }}
			submit={async (values) => {
				await setup.mutateAsync(values);
				await sessionChanged();
				await navigate(paths.catalog, { replace: true });
			}}
			submitLabel="Create admin and start"
			password="new-password"
			before={(errors) => (
				<TextInput
					label="Name"
					name="name"
					autoComplete="name"
					autoFocus
					error={!!errors.name}
					helperText={errors.name}
				/>
			)}
		/>
	);
}
