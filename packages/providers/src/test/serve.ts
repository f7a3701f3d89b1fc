import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";

export interface TestServer extends AsyncDisposable {
	/** With the version segment that providers have. */
	baseUrl: string;
	port: number;
	requests: IncomingMessage[];
	/** Sockets that were opened, whether or not a request came over them. */
	sockets: Socket[];
	server: Server;
}

/** A real HTTP server on loopback that remembers what it was asked; `await using` closes it with its sockets. */
export const serve = async (listener: RequestListener): Promise<TestServer> => {
	const requests: IncomingMessage[] = [];
	const sockets: Socket[] = [];
	const server = createServer((request, response) => {
		requests.push(request);
		listener(request, response);
	});
	server.on("connection", (socket) => sockets.push(socket));
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return {
		baseUrl: `http://127.0.0.1:${port}/v1`,
		port,
		requests,
		sockets,
		server,
		[Symbol.asyncDispose]: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
};

/** Answers every path of the map with its value as JSON, anything else with 404. */
export const jsonRoutes =
	(routes: Record<string, unknown>): RequestListener =>
	(request, response) => {
		const body = routes[request.url ?? ""];
		response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
		response.end(JSON.stringify(body ?? { error: { message: "no such path" } }));
	};
