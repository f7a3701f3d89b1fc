import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { askOpenAi } from "../ask.ts";
import { freePort, startChild } from "../child.ts";
import type { Peer } from "./peer.ts";

/** nginx in front of the provider, streaming unbuffered: about the least that a hop can cost. */
export const nginx: Peer = {
	name: "nginx proxy",
	start: async ({ baseUrl, apiKey }) => {
		const program = findNginx();
		if (!program) return "nginx is not installed (Debian: apt-get install nginx-light; macOS: brew install nginx)";
		const folder = await mkdtemp(join(tmpdir(), "llm-hub-nginx-"));
		const port = await freePort();
		const file = join(folder, "nginx.conf");
		await writeFile(file, configuration(folder, port, new URL(baseUrl)));
		const child = await startChild(program, ["-c", file, "-p", folder, "-e", "stderr"], {
			readyUrl: `http://127.0.0.1:${port}/ready`,
		});
		return {
			name: nginx.name,
			child,
			ask: (prompt) => askOpenAi(`http://127.0.0.1:${port}/v1`, apiKey, prompt),
			stop: async () => {
				await child.stop();
				await rm(folder, { recursive: true, force: true });
			},
		};
	},
};

function findNginx(): string | undefined {
	// Debian keeps it in a folder that is on root's PATH alone.
	const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
	return folders.map((folder) => join(folder, "nginx")).find((path) => existsSync(path));
}

/** One process and no log, as everything else here is measured. */
const configuration = (folder: string, port: number, upstream: URL) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
	access_log off;
	client_body_temp_path ${folder}/body;
	proxy_temp_path ${folder}/proxy;
	fastcgi_temp_path ${folder}/fastcgi;
	uwsgi_temp_path ${folder}/uwsgi;
	scgi_temp_path ${folder}/scgi;
	upstream provider { server ${upstream.host}; keepalive 256; }
	server {
		listen 127.0.0.1:${port};
		location /ready { return 204; }
		location /v1/ {
			proxy_pass http://provider${upstream.pathname}/;
			proxy_http_version 1.1;
			proxy_set_header Connection "";
			proxy_buffering off;
		}
	}
}
`;
