import { z } from "zod";

const isAsyncIterable = (value: unknown): boolean =>
	typeof value === "object" && value !== null && Symbol.asyncIterator in value;

async function* parseEach<Item extends z.ZodType>(
	item: Item,
	stream: AsyncIterable<z.input<Item>>,
): AsyncGenerator<z.output<Item>> {
	for await (const value of stream) yield item.parse(value);
}

/** The `.output` of a procedure that yields: checks and strips each item as it passes. */
export const streamOf = <Item extends z.ZodType>(item: Item) =>
	z.custom<AsyncIterable<z.input<Item>>>(isAsyncIterable).transform((stream) => parseEach(item, stream));
