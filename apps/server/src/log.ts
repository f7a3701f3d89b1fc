import { type Logger, type LoggerOptions, pino, stdSerializers } from "pino";

const secretNames = [
	"apiKey",
	"api_key",
	"authorization",
	"cookie",
	"newPassword",
	"password",
	"secret",
	"set-cookie",
	"token",
	"x-api-key",
	"x-goog-api-key",
];

// A failed query says what it was given: prompts, hashes, sealed keys. Also where it is the cause of another error.
const queryParameters = /\nparams: [\s\S]*?(?=\n {4}at |$)/g;
const withoutParameters = (text: unknown) => String(text).replace(queryParameters, "");

function serializeError(error: Error): object {
	const serialized = stdSerializers.err(error) as unknown as Record<string, unknown>;
	const { params, parameters, args, message, stack, ...shown } = serialized;
	return { ...shown, message: withoutParameters(message), stack: withoutParameters(stack) };
}

/** Structured lines on stdout. Anything named like a secret is redacted, as the last net and never the first. */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
	const paths = secretNames.flatMap((name) => {
		const key = name.includes("-") ? `["${name}"]` : name;
		const nested = name.includes("-") ? `*["${name}"]` : `*.${name}`;
		return [key, nested, `*.${nested}`];
	});
	const options: LoggerOptions = {
		level,
		base: null,
		timestamp: () => `,"time":"${new Date().toISOString()}"`,
		formatters: { level: (label) => ({ level: label }) },
		hooks: {
			// Without words of its own a line takes the error's message, before any serializer has seen it.
			logMethod(args, method) {
				const [first, words] = args as [unknown, unknown];
				if (words === undefined && typeof first === "object") method.apply(this, [first, "error"]);
				else method.apply(this, args);
			},
		},
		serializers: { err: serializeError, error: serializeError },
		redact: { paths, censor: "[redacted]" },
	};
	return destination ? pino(options, destination) : pino(options);
}
