import type { UserContext } from "../../context.ts";
import { listTemplates } from "../templates/list-templates.ts";
import type { Template } from "../templates/schema.ts";
import { fillIn, variablesIn } from "../templates/variables.ts";
import type { EstimateSuiteInput, SuiteTemplate } from "./schema.ts";

type Problem = { path: string; message: string };

/** The templates as a suite will run them, and what keeps one from being run, at its field. */
export async function snapshotTemplates(
	ctx: UserContext,
	wanted: EstimateSuiteInput["templates"],
): Promise<{ templates: SuiteTemplate[]; problems: Problem[] }> {
	const known = new Map((await listTemplates(ctx)).map((template) => [template.id, template]));
	const templates: SuiteTemplate[] = [];
	const problems: Problem[] = [];
	for (const [index, { templateId, variables }] of wanted.entries()) {
		const template = known.get(templateId);
		if (!template) {
			const message = "There is no such template among those that you see. Pick another.";
			problems.push({ path: `templates.${index}.templateId`, message });
			continue;
		}
		for (const name of variablesIn(textsOf(template))) {
			if (variables[name]?.trim()) continue;
			problems.push({ path: `templates.${index}.variables.${name}`, message: `Fill in ${name}.` });
		}
		templates.push(filled(template, variables));
	}
	return { templates, problems };
}

const textsOf = ({ system, prompt, turns }: Template): string[] => [
	system ?? "",
	prompt,
	...turns.map(({ content }) => content),
];

function filled(template: Template, variables: Record<string, string>): SuiteTemplate {
	const { id, name, system, prompt, turns, checks } = template;
	const asked = [{ role: "user" as const, content: prompt }, ...turns];
	const messages = system ? [{ role: "system" as const, content: system }, ...asked] : asked;
	const contents = messages.map(({ role, content }) => ({ role, content: fillIn(content, variables) }));
	return { templateId: id, name, messages: contents, variables, checks };
}
