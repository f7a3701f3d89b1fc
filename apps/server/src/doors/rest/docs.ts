import swagger from "@fastify/swagger";
import reference from "@scalar/fastify-api-reference";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { z } from "zod";
import { permitStyles } from "../../security-headers.ts";

declare module "fastify" {
	interface FastifyContextConfig {
		/** How the documentation writes a path whose `*` stands for an id with slashes. */
		documentedPath?: string;
	}
}

// Nothing that leads to the vendor's services: no fonts, counts, assistant or publishing.
const settings = {
	url: "/openapi.json",
	withDefaultFonts: false,
	telemetry: false,
	showDeveloperTools: "never",
	agent: { disabled: true },
	mcp: { disabled: true },
};

// The plugin's own page starts the reference by an inline script, which our policy forbids; the same script also starts
// from this data block.
const page = `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<title>LLM Hub API</title>
	</head>
	<body>
		<script id="api-reference" type="application/json" data-configuration='${JSON.stringify(settings)}'></script>
		<script src="/docs/js/scalar.js"></script>
	</body>
</html>
`;

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
			return { schema: { ...schema, params }, url: documented };
		},
	});

	app.get("/openapi.json", { schema: { hide: true } }, async () => app.swagger());

	await app.register(reference, {
		routePrefix: "/docs",
		configuration: { url: "/openapi.json" },
		hooks: {
			onRequest: async (request, reply) => {
				if (request.url.split("?", 1)[0] !== "/docs/") return;
				// The reference writes styles without a nonce. Styles alone cannot run code.
				permitStyles(reply, "'unsafe-inline'");
				return reply.type("text/html; charset=utf-8").send(page);
			},
		},
	});
}
