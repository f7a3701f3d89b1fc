import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import { afterAll, describe, expect, it } from "vitest";
import { createUpstream, readText } from "./http.ts";
import { bodyFailure, get, startSender } from "./test/sender.ts";
import { serve } from "./test/serve.ts";
import type { Target } from "./types.ts";

const { answered, refused, close } = startSender();
afterAll(close);

describe("abort", () => {
	const abortable = () => {
		const controller = new AbortController();
		return { controller, signal: controller.signal };
	};

	it("closes the socket before the first byte of an answer", async () => {
		const { controller, signal } = abortable();
		await using server = await serve(() => controller.abort());
		const failure = await refused(server.baseUrl, get("/x"), { signal });
		expect(failure).toMatchObject({ reason: "cancelled", retryable: false });
		const [socket] = server.sockets;
		if (socket && !socket.closed) await once(socket, "close");
		expect(socket?.closed).toBe(true);
	});

	it("closes the socket in the middle of a body", async () => {
		const { controller, signal } = abortable();
		await using server = await serve((_request, response) => response.write("start"));
		const response = await answered(server.baseUrl, get("/x"), { signal });
		const reading = response.read(() => controller.abort());
		await expect(reading).rejects.toMatchObject({ failure: { reason: "cancelled" } });
		const [socket] = server.sockets;
		if (socket && !socket.closed) await once(socket, "close");
		expect(socket?.closed).toBe(true);
	});

	it("sends nothing when aborted before or while connecting", async () => {
		await using server = await serve((_request, response) => response.end("ok"));
		expect(await refused(server.baseUrl, get("/x"), { signal: AbortSignal.abort() })).toMatchObject({
			reason: "cancelled",
		});
		const { controller, signal } = abortable();
		let name = (_answer: LookupAddress[]) => {};
		const resolving = new Promise<LookupAddress[]>((resolve) => {
			name = resolve;
		});
		const upstream = createUpstream({ resolve: () => resolving });
		const baseUrl = server.baseUrl.replace("127.0.0.1", "models.example");
		const target: Target = { provider: "custom", baseUrl, secret: null, allowPrivate: true };
		let sent = 0;
		const call = upstream.send(target, get("/x"), { signal, onSent: () => sent++ });
		controller.abort();
		expect(await call).toMatchObject({ ok: false, failure: { reason: "cancelled" } });
		name([{ address: "127.0.0.1", family: 4 }]);
		const after = await upstream.send(target, get("/after"));
		if (after.ok) await readText(after.response);
		expect(server.requests.map(({ url }) => url)).toEqual(["/v1/after"]);
		expect(sent).toBe(0);
		await upstream.close();
	});

	it("takes cancel() and a reader that throws as the end of the call", async () => {
		await using server = await serve((_request, response) => response.write("start"));
		const first = await answered(server.baseUrl, get("/x"));
		first.cancel();
		expect(await bodyFailure(first)).toMatchObject({ reason: "cancelled" });
		const second = await answered(server.baseUrl, get("/x"));
		const left = new Error("no more");
		const reading = second.read(() => {
			throw left;
		});
		await expect(reading).rejects.toBe(left);
		// The sockets of both calls are gone; undici opens others to wait for the next call.
		for (const { socket } of server.requests) if (!socket.closed) await once(socket, "close");
		expect(server.requests.map(({ socket }) => socket.closed)).toEqual([true, true]);
	});

	it("leaves no listener on a signal that lives on", async () => {
		const { signal } = abortable();
		let listeners = 0;
		const add = signal.addEventListener.bind(signal);
		const remove = signal.removeEventListener.bind(signal);
		signal.addEventListener = (...parts: Parameters<typeof add>) => {
			listeners++;
			add(...parts);
		};
		signal.removeEventListener = (...parts: Parameters<typeof remove>) => {
			listeners--;
			remove(...parts);
		};
		await using server = await serve((_request, response) => response.end("ok"));
		await readText(await answered(server.baseUrl, get("/x"), { signal }));
		expect(listeners).toBe(0);
	});
});
