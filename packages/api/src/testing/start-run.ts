import { randomUUID } from "node:crypto";
import { authorizeRun } from "../access/authorize-run.ts";
import { costsNothing } from "../access/limit-for.ts";
import type { Reservation } from "../access/reserve.ts";
import { confirmCaller } from "../access/who.ts";
import { resolveAlias } from "../catalog/aliases/resolve-alias.ts";
import type { UserContext } from "../context.ts";
import { DomainError, UnavailableError } from "../errors.ts";
import { beginRun } from "./begin-run.ts";
import { chatRequestOf, keptMessagesOf, storableInput } from "./chat-request.ts";
import { applyCap } from "./cost-cap.ts";
import { findRunnable } from "./find-runnable.ts";
import type { StartRunInput } from "./request-schema.ts";
import { nameOf, questionOf, type Remembered, type RunFacts, readFacts, remember } from "./run-facts.ts";
import { imageRowsOf } from "./run-images.ts";
import { createRunRoute } from "./run-route.ts";
import type { Check } from "./templates/check-schema.ts";
import { checksOf } from "./templates/list-templates.ts";

/** What is settled before a run begins. */
interface GivenRun {
	/** Of two that begin with the same id, one does. */
	runId?: string;
	checks?: Check[];
	/** The group that it is started in; a blind one hides whose answer it is. */
	group?: { id: string; isBlind: boolean };
}

/**
 * Starts one paid call: its row is committed with the price of this moment and taken from the caller's quotas before the
 * provider is touched, and from then on it runs by itself, whoever follows.
 * @returns also the quotas, with this run counted: for doors that show them in headers
 * @throws NotFoundError for a model nobody knows; ForbiddenError for one that is switched off or not open to the
 *   caller; UnavailableError without a key; InvalidInputError for a cost cap that cannot be kept; LimitExceededError
 *   above the runs a minute or when a quota is used up.
 */
export async function startRun(ctx: UserContext, input: StartRunInput, given: GivenRun = {}): Promise<StartedRun> {
	const { services, actor } = ctx;
	if (services.runs.isClosed) throw new UnavailableError("The server is shutting down. Try again in a moment.");
	await services.runLimiter.take(actor.userId);
	const modelId = await resolveAlias(ctx, input.modelId);
	const run = { runId: randomUUID(), ...given, modelId };
	// With images a run begins in a transaction, which compares nothing.
	const question = input.messages.some(({ images }) => images?.length) ? null : questionOf(ctx, modelId);
	const known = question && services.runFacts.get(nameOf(question));
	const presumed = ctx.presumption?.presumed ?? null;
	const started = known && (await startAsRemembered(ctx, input, run, { ...known, presumed }));
	if (started) {
		ctx.presumption?.began(actor);
		return started;
	}

	const certain = await confirmCaller(ctx);
	if (!question) return decideAndStart(certain, input, run);
	services.runFacts.delete(nameOf(question));
	const read = await readFacts(certain, question);
	const begun = await decideAndStart(certain, input, run, { facts: read.facts, remembered: null });
	remember(services.runFacts, read);
	ctx.presumption?.began(certain.actor);
	return begun;
}

/** Null where it cannot be started so: then only what the database has now tells why. */
async function startAsRemembered(
	ctx: UserContext,
	input: StartRunInput,
	run: WantedStart,
	remembered: Remembered,
): Promise<StartedRun | null> {
	try {
		return await decideAndStart(ctx, input, run, { facts: remembered.facts, remembered });
	} catch (error) {
		if (error instanceof DomainError) return null;
		throw error;
	}
}

interface StartedRun {
	runId: string;
	reservation: Reservation;
}

type WantedStart = GivenRun & { runId: string; modelId: string };

/** What it stands on where that is known; `remembered` where it was not read just now. */
interface KnownFacts {
	facts: RunFacts;
	remembered: Remembered | null;
}

async function decideAndStart(
	ctx: UserContext,
	input: StartRunInput,
	{ runId: id, modelId, ...given }: WantedStart,
	known?: KnownFacts,
): Promise<StartedRun> {
	const { services, actor, db } = ctx;
	const [{ payers, upstreamModel, catalogId, facts, model }, checks] = await Promise.all([
		findRunnable(ctx, modelId, id, known?.facts),
		given.checks ?? checksOf(ctx, input.templateId),
	]);
	const [{ target, providerId, keyVersion, keyLabel, keySource }] = payers;

	const startedAt = new Date();
	const provider = target.provider;
	const price = model?.price ?? null;
	const isFree = keySource === "sandbox";
	const { messages, parameters, templateId } = storableInput(input);
	const maxOutputTokens = model?.maxOutputTokens ?? null;
	const asked = chatRequestOf(upstreamModel, messages, parameters);
	const { costCapUsd = null } = parameters;
	const pricing = { modelId, provider, price, maxOutputTokens, isFree };
	const { request, affordableTokens, cappedMaxTokens } = await applyCap(asked, costCapUsd, pricing);
	const wanted = {
		modelId: catalogId,
		request,
		provider,
		price,
		maxOutputTokens,
		isFree: costsNothing({ price, keySource }),
	};
	const authorization = await authorizeRun(ctx, facts, wanted);
	const reservation = await beginRun(db, {
		log: {
			userId: actor.userId,
			door: "lab",
			modelId,
			providerType: provider,
			providerId,
			keyVersion,
			keyLabel,
			keySource,
			state: "started",
			price,
			startedAt,
		},
		test: {
			groupId: given.group?.id ?? null,
			messages: keptMessagesOf(messages),
			parameters,
			templateId,
			checks,
			cappedMaxTokens,
		},
		images: imageRowsOf(messages),
		reservation: { runId: id, at: startedAt, authorization },
		remembered: known?.remembered ?? null,
	});
	const isVeiled = given.group?.isBlind ?? false;
	const run = { id, userId: actor.userId, modelId, isVeiled, provider, price, isFree, affordableTokens, startedAt };
	services.runs.start(run, createRunRoute(ctx, id, payers), request);
	return { runId: id, reservation };
}
