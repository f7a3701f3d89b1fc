import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { PgDialect, type PgTable } from "drizzle-orm/pg-core";
import type { DbOrTx } from "./open-db.ts";

const dialect = new PgDialect();

/**
 * Runs a statement as a prepared one: parsed once a connection, then one message there and one back. For statements
 * that are run again and again with the same text; what varies belongs into parameters.
 */
export async function executePrepared<Row extends object = Record<string, unknown>>(
	db: DbOrTx,
	statement: SQL,
): Promise<Row[]> {
	const query = db._.session.prepareQuery(dialect.sqlToQuery(statement), undefined, "prepared", false);
	return (await query.execute()) as Row[];
}

/** The same for a statement whose text is made once: what varies are its placeholders. */
export function preparedStatement<Row extends object>(statement: SQL) {
	const query = dialect.sqlToQuery(statement);
	const prepare = ({ _: { session } }: DbOrTx) => session.prepareQuery(query, undefined, "prepared", false);
	// A transaction's are gone with it.
	const prepared = new WeakMap<DbOrTx, ReturnType<typeof prepare>>();
	return async (db: DbOrTx, values: Record<string, unknown>): Promise<Row[]> => {
		let known = prepared.get(db);
		if (!known) {
			known = prepare(db);
			prepared.set(db, known);
		}
		return (await known.execute(values)) as Row[];
	};
}

type Columns<Table extends PgTable> = keyof Table["$inferInsert"] & string;

/** Rows as the JSON that {@link recordsOf} reads; what is null is left out, which means the same. */
export function jsonOf<Table extends PgTable>(table: Table, rows: readonly Partial<Table["$inferInsert"]>[]): string {
	const names = namesOf(table);
	const named = rows.map((row) => {
		const record: Record<string, unknown> = {};
		for (const key of Object.keys(row)) {
			const value = row[key as Columns<Table>];
			if (value !== null) record[names[key] ?? key] = value;
		}
		return record;
	});
	return JSON.stringify(named);
}

/**
 * Any number of rows as one JSON value, to select from as from the table: the statement's text is always the same. A
 * column that a row does not name is null.
 * @param json what {@link jsonOf} made, or the placeholder where it will stand
 */
export const recordsOf = (table: PgTable, json: string | ReturnType<typeof sql.placeholder>): SQL =>
	sql`jsonb_populate_recordset(null::${table}, ${json}::jsonb)`;

/** {@link recordsOf} for rows that are at hand. */
export const rowsOf = <Table extends PgTable>(table: Table, rows: readonly Partial<Table["$inferInsert"]>[]): SQL =>
	recordsOf(table, jsonOf(table, rows));

/** The names of these columns, one after the other, as an insert lists them. */
export const listOf = <Table extends PgTable>(table: Table, keys: readonly Columns<Table>[]): SQL => {
	const names = namesOf(table);
	return sql.join(
		keys.map((key) => sql.identifier(names[key] ?? key)),
		sql`, `,
	);
};

/** The statement that inserts these rows, at least one. All name the same columns; the others have their defaults. */
export function insertOf<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): SQL {
	const names = listOf(table, Object.keys(rows[0] ?? {}) as Columns<Table>[]);
	return sql`insert into ${table} (${names}) select ${names} from ${rowsOf(table, rows)}`;
}

const knownNames = new WeakMap<PgTable, Record<string, string>>();

/** The names of a table's columns in SQL, by their keys. */
function namesOf(table: PgTable): Record<string, string> {
	let names = knownNames.get(table);
	if (!names) {
		names = Object.fromEntries(Object.entries(getTableColumns(table)).map(([key, { name }]) => [key, name]));
		knownNames.set(table, names);
	}
	return names;
}
