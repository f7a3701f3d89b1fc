import { customType, numeric, timestamp } from "drizzle-orm/pg-core";

/** A moment in UTC, to the millisecond. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });

/** USD as an exact decimal string; 12 places hold the price of a single token of the cheapest model. */
export const usd = (name: string) => numeric(name, { precision: 24, scale: 12 });

/** The words of a text, each with its places, for searching. */
export const words = customType<{ data: string }>({ dataType: () => "tsvector" });

export const bytes = customType<{ data: Buffer }>({ dataType: () => "bytea" });
