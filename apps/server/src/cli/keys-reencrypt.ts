import { reencrypt } from "@llm-hub/api";
import type { Env } from "../env.ts";
import { type CliIo, counted } from "./io.ts";
import { withDatabase } from "./with-database.ts";

/** `llm-hub keys reencrypt`: 0 when every secret is under the first key of the ring, or could be; 1 when some cannot. */
export const keysReencrypt = (env: Env, io: CliIo, { dryRun }: { dryRun: boolean }): Promise<number> =>
	withDatabase(env, "use the button under Providers", async (ctx) => {
		for await (const event of reencrypt(ctx, { dryRun }, io.signal)) {
			if (event.type === "progress") {
				io.note(`${event.done.toLocaleString("en-US")} of ${counted(event.total, "secret")}`);
				continue;
			}
			const { primaryKeyId, rewrapped, remaining, unreadable } = event;
			const verb = dryRun ? "would be wrapped" : "wrapped";
			io.print(`${counted(rewrapped, "secret")} ${verb} with the key ${primaryKeyId}.`);
			for (const { keyId, reason, secrets } of unreadable) {
				const cause = reason === "missing" ? "is missing" : "is another one than the one they were encrypted with";
				io.print(
					`${counted(secrets, "secret")} cannot be read: the key ${keyId} ${cause}. Put it into ENCRYPTION_KEYS.`,
				);
			}
			const hasOthers = ctx.services.keyring.keyIds.length > 1;
			if (hasOthers && !dryRun && remaining === 0)
				io.print("No secret needs any other key: the others may leave ENCRYPTION_KEYS.");
			return unreadable.length === 0 ? 0 : 1;
		}
		throw new Error("The re-encryption ended without a result.");
	});
