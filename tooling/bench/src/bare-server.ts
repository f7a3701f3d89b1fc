import { readFile } from "node:fs/promises";
import Fastify from "fastify";
import { Agent, request } from "undici";

// What a framework costs by itself: a route that sends ready bytes, and a proxy that passes a stream through.
// Arguments: port, OpenAI base URL of the upstream, file whose bytes `GET /models` sends.
const [port, upstream, file] = process.argv.slice(2);

const app = Fastify();
const dispatcher = new Agent({ connections: 256, pipelining: 1 });

if (file) {
	const bytes = await readFile(file);
	app.get("/models", (_request, reply) => reply.type("application/json; charset=utf-8").send(bytes));
}

app.post("/v1/chat/completions", async (incoming, reply) => {
	const answer = await request(`${upstream}/chat/completions`, {
		dispatcher,
		method: "POST",
		headers: { authorization: incoming.headers.authorization ?? "", "content-type": "application/json" },
		body: JSON.stringify(incoming.body),
	});
	return reply.code(answer.statusCode).type("text/event-stream").send(answer.body);
});

await app.listen({ port: Number(port), host: "127.0.0.1" });
