import swagger from "@fastify/swagger";
import reference from "@scalar/fastify-api-reference";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { z } from "zod";

declare module "fastify" {
	interface FastifyContextConfig {
		/** How the documentation writes a path whose `*` stands for an id with slashes. */
		documentedPath?: string;
	}
}

/** `/openapi.json`, made from the routes' own schemas, and `/docs` to read it; both are served by us alone. */
export async function serveDocs(app: FastifyInstance): Promise<void> {
	await app.register(swagger, {
		openapi: {
			openapi: "3.1.0",
			info: {
				title: "LLM Hub",
				version: "1",
				description: "Provider keys, models and prices, and test runs. Errors are `{ error, code, request_id }`.",
			},
			components: {
				securitySchemes: {
					token: { type: "http", scheme: "bearer", description: "From POST /api/v1/auth/login." },
				},
			},
			security: [{ token: [] }],
		},
		transform: (route) => {
			const { schema, url } = jsonSchemaTransform(route);
			const documented = route.route.config?.documentedPath;
			if (!documented) return { schema, url };
			const params = z.toJSONSchema(z.object({ id: z.string().describe("May hold slashes.") }));
			return { schema: { ...schema, params }, url: documented.replace("{id}", ":id") };
		},
	});

	app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());

	await app.register(reference, {
		routePrefix: "/docs",
		configuration: { url: "/openapi.json", withDefaultFonts: false, telemetry: false },
	});
}
