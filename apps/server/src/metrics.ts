import type { Services } from "@llm-hub/api";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
	/** Counts one answer. `route` is the pattern, never the path: labels stay few. */
	answered(answer: { method: string; route: string; status: number; seconds: number }): void;
	contentType: string;
	/** The exposition text. */
	text(): Promise<string>;
}

/** Prometheus figures of this process. */
export function createMetrics(services: Services): Metrics {
	const registry = new Registry();
	const registers = [registry];
	collectDefaultMetrics({ register: registry });
	const labelNames = ["method", "route", "status"] as const;
	const answers = new Counter({ name: "http_requests_total", help: "Answers by route.", labelNames, registers });
	const durations = new Histogram({
		name: "http_request_duration_seconds",
		help: "From the request's head to the answer's last byte.",
		labelNames: ["method", "route"] as const,
		buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
		registers,
	});
	new Gauge({
		name: "llm_hub_runs_active",
		help: "Runs that this process carries out now.",
		registers,
		collect() {
			this.set(services.runs.size);
		},
	});
	return {
		answered: ({ method, route, status, seconds }) => {
			answers.inc({ method, route, status });
			durations.observe({ method, route }, seconds);
		},
		contentType: registry.contentType,
		text: () => registry.metrics(),
	};
}
