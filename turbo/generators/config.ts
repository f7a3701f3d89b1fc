import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { PlopTypes } from "@turbo/gen";

// npm runs scripts in the root.
const root = process.cwd();
const inRoot = (path: string) => join(root, path);

/** `notes` → `note`, `policies` → `policy`; what has no plural stays as it is. */
const singular = (name: string) => name.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
const sentence = (name: string) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll("-", " ");

function checkName(name: unknown): true | string {
	if (typeof name !== "string" || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
		return "The name is a plural noun in kebab-case, such as `notes` or `saved-prompts`.";
	}
	if (existsSync(inRoot(`packages/api/src/${name}`))) return `packages/api/src/${name} is there already.`;
	return true;
}

function run(command: string, ...args: string[]): string {
	const { status, stdout, stderr } = spawnSync(command, args, {
		cwd: root,
		encoding: "utf8",
		stdio: ["ignore", "pipe", "pipe"],
	});
	if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${stdout}${stderr}`);
	return `${command} ${args.join(" ")}`;
}

/** The files of a new domain, where each is put and the template it is written from. */
const files = (name: string) => ({
	[`packages/db/src/schema/${name}.ts`]: "table.ts",
	[`packages/api/src/${name}/schema.ts`]: "schema.ts",
	[`packages/api/src/${name}/service.ts`]: "service.ts",
	[`packages/api/src/${name}/router.ts`]: "router.ts",
	[`packages/api/src/${name}/router.test.ts`]: "router.test.ts",
	[`apps/admin/src/features/${name}/index.ts`]: "index.ts",
	[`apps/admin/src/features/${name}/${name}-page.tsx`]: "page.tsx",
});

/** The lists in which a domain, its forms, its page and its table stand, and the rows that say who may call it. */
const wiring: { path: string; pattern: RegExp; template: string }[] = [
	{
		path: "packages/api/src/root.ts",
		pattern: /(router\(\{\n(?:.*\n)*?)(\}\);)/,
		template: "$1\t{{camelCase name}}: {{camelCase name}}Router,\n$2\n",
	},
	{
		path: "packages/api/src/root.ts",
		pattern: /^/,
		template: 'import { {{camelCase name}}Router } from "./{{name}}/router.ts";\n',
	},
	{ path: "packages/api/src/schemas.ts", pattern: /$/, template: 'export * from "./{{name}}/schema.ts";\n' },
	{ path: "apps/admin/src/app/features.ts", pattern: /,?\s*\];/, template: ", {{camelCase name}}];" },
	{
		path: "apps/admin/src/app/features.ts",
		pattern: /^/,
		template: 'import { {{camelCase name}} } from "@/features/{{name}}/index.ts";\n',
	},
	{ path: "packages/db/src/schema/index.ts", pattern: /$/, template: 'export * from "./{{name}}.ts";\n' },
	{
		path: "packages/api/src/access/matrix.test.ts",
		pattern: /(const rows: [\s\S]*?\n)(\};\n)/,
		template: '$1\t"{{camelCase name}}.create": "session",\n\t"{{camelCase name}}.list": "session",\n$2',
	},
];

export default function generators(plop: PlopTypes.NodePlopAPI): void {
	plop.setHelper("sentence", sentence);
	plop.setGenerator("router", {
		description: "A domain: table, schema, service, router, test, page",
		prompts: [{ type: "input", name: "name", message: "Name, a plural noun such as notes:", validate: checkName }],
		actions: (answers) => {
			const name = String(answers?.name ?? "");
			const checked = checkName(name);
			if (checked !== true) throw new Error(checked);
			const data = { one: singular(name) };
			const written = Object.keys(files(name));
			const wired = [...new Set(wiring.map(({ path }) => path))];
			return [
				...Object.entries(files(name)).map(([path, template]) => ({
					type: "add",
					path: inRoot(path),
					templateFile: `templates/router/${template}.hbs`,
					data,
					abortOnFail: true,
				})),
				...wiring.map(({ path, ...change }) => ({
					type: "modify",
					path: inRoot(path),
					...change,
					data,
					abortOnFail: true,
				})),
				() => run("npx", "biome", "check", "--write", ...written, ...wired),
				() => run("npm", "run", "generate", "--workspace", "@llm-hub/db", "--", "--name", name),
			];
		},
	});
}
