import type { FastifyInstance } from "fastify";
import { validatorCompiler } from "fastify-type-provider-zod";
import type { DoorOptions } from "../context.ts";
import { guardRoutes } from "./rest/access.ts";
import { auditRoutes } from "./rest/audit.ts";
import { authRoutes } from "./rest/auth.ts";
import { catalogRoutes } from "./rest/catalog.ts";
import { serveDocs } from "./rest/docs.ts";
import { keyRoutes } from "./rest/keys.ts";
import { policyRoutes } from "./rest/policy.ts";
import { testingRoutes } from "./rest/testing.ts";
import { tokenRoutes } from "./rest/tokens.ts";
import { userRoutes } from "./rest/users.ts";

/** `/api/v1`: the procedures as REST, and the same schemas as `/openapi.json` and `/docs`. */
export async function mountRest(app: FastifyInstance, door: DoorOptions): Promise<void> {
	await serveDocs(app);
	await app.register(
		async (api) => {
			api.setValidatorCompiler(validatorCompiler);
			// The routes' own mappings name every field that leaves, typed by their schemas: nothing is left to strip.
			api.setSerializerCompiler(() => JSON.stringify);
			acceptEmptyBodies(api);
			guardRoutes(api, door);
			api.addHook("onSend", (_, reply, payload, done) => {
				if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
				done(null, payload);
			});
			await api.register(authRoutes, { prefix: "/auth" });
			await api.register(userRoutes, { prefix: "/admin/users" });
			await api.register(tokenRoutes, { prefix: "/admin/tokens" });
			await api.register(policyRoutes, { prefix: "/admin" });
			await api.register(auditRoutes, { prefix: "/admin/audit" });
			await api.register(keyRoutes, { prefix: "/llm/providers" });
			await api.register(catalogRoutes, { prefix: "/llm" });
			await api.register(testingRoutes, { prefix: "/llm/test" });
		},
		{ prefix: "/api/v1" },
	);
}

/** Many clients say JSON on every call, also where there is no body: then there is none. */
function acceptEmptyBodies(app: FastifyInstance): void {
	const parse = app.getDefaultJsonParser("error", "error");
	app.removeContentTypeParser("application/json");
	app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
		if (body === "") done(null, undefined);
		else parse(request, String(body), done);
	});
}
