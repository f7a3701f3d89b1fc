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

/**
 * The rows as one JSON parameter, to select from as from the table: any number of them is the same statement. A column
 * that a row does not name is null.
 */
export function rowsOf<Table extends PgTable>(table: Table, rows: readonly Partial<Table["$inferInsert"]>[]): SQL {
	const columns = getTableColumns(table);
	const named = rows.map((row) =>
		Object.fromEntries(Object.entries(row).map(([key, value]) => [columns[key]?.name ?? key, value])),
	);
	return sql`jsonb_populate_recordset(null::${table}, ${JSON.stringify(named)}::jsonb)`;
}

/** The statement that inserts these rows, at least one. All name the same columns; the others have their defaults. */
export function insertOf<Table extends PgTable>(table: Table, rows: readonly Table["$inferInsert"][]): SQL {
	const columns = getTableColumns(table);
	const names = sql.join(
		Object.keys(rows[0] ?? {}).map((key) => sql.identifier(columns[key]?.name ?? key)),
		sql`, `,
	);
	return sql`insert into ${table} (${names}) select ${names} from ${rowsOf(table, rows)}`;
}
