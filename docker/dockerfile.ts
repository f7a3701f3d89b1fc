import { type Copy, DockerfileParser, type Env, type From, type Instruction } from "dockerfile-ast";

/** One instruction, in the words that the checks and the run need. */
export type Step =
	| { kind: "workdir"; path: string }
	| { kind: "env"; values: Record<string, string> }
	| { kind: "copy"; from: string | null; sources: string[]; target: string }
	| { kind: "run"; command: string }
	| { kind: "user"; name: string }
	| { kind: "cmd"; words: string[] }
	| { kind: "healthcheck"; words: string[] }
	| { kind: "other"; keyword: string };

export interface Stage {
	name: string;
	/** An image with its tag, or an earlier stage. */
	base: string;
	steps: Step[];
}

/** Reads a Dockerfile's stages, in order. */
export function readDockerfile(text: string): Stage[] {
	const stages: Stage[] = [];
	for (const instruction of DockerfileParser.parse(text).getInstructions()) {
		if (instruction.getKeyword() === "FROM") {
			const from = instruction as From;
			stages.push({ name: from.getBuildStage() ?? `stage ${stages.length}`, base: from.getImage() ?? "", steps: [] });
		} else stages.at(-1)?.steps.push(toStep(instruction));
	}
	return stages;
}

const words = (instruction: Instruction) => instruction.getArguments().map((argument) => argument.getValue());

function toStep(instruction: Instruction): Step {
	const keyword = instruction.getKeyword();
	const [first = "", ...rest] = words(instruction);
	switch (keyword) {
		case "WORKDIR":
			return { kind: "workdir", path: first };
		case "USER":
			return { kind: "user", name: first };
		case "RUN":
			return { kind: "run", command: instruction.getArgumentsContent() ?? "" };
		case "ENV": {
			const properties = (instruction as Env).getProperties();
			const values = properties.map((property) => [property.getName(), property.getValue() ?? ""]);
			return { kind: "env", values: Object.fromEntries(values) };
		}
		case "COPY": {
			const paths = [first, ...rest];
			const from = (instruction as Copy).getFromFlag()?.getValue() ?? null;
			return { kind: "copy", from, sources: paths.slice(0, -1), target: paths.at(-1) ?? "" };
		}
		case "CMD":
			return { kind: "cmd", words: jsonWords(instruction) };
		case "HEALTHCHECK":
			return { kind: "healthcheck", words: jsonWords(instruction) };
		default:
			return { kind: "other", keyword };
	}
}

/** The words of a command in exec form; none where it is in shell form, which would not pass signals on. */
function jsonWords(instruction: Instruction): string[] {
	const content = instruction.getRawArgumentsContent() ?? "";
	try {
		return JSON.parse(content.slice(content.indexOf("["))) as string[];
	} catch {
		return [];
	}
}
