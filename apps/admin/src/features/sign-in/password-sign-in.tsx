import { schemas } from "@/lib/schemas.ts";
import { useSessionChanged } from "@/lib/session.ts";
import { trpc } from "@/lib/trpc.ts";
import { EntryForm } from "./entry-form.tsx";

/** Signs in; the page goes on by itself then. `isFirst`: there is no other way in, so that one may begin to type. */
export function PasswordSignIn({ isFirst }: { isFirst: boolean }) {
	const sessionChanged = useSessionChanged();
	const login = trpc.auth.login.useMutation({ onSuccess: sessionChanged });
	return (
		<EntryForm
			schema={async () => (await schemas()).loginInput}
			submit={async (values) => void (await login.mutateAsync(values))}
			submitLabel="Sign in"
			variant={isFirst ? "contained" : "outlined"}
			autoFocus={isFirst}
			password="current-password"
		/>
	);
}
