export { DataDirInUseError } from "./lock.ts";
export { executePrepared, insertOf, jsonOf, listOf, preparedStatement, recordsOf, rowsOf } from "./many.ts";
export { type Db, type DbOrTx, type OpenDb, openDb, readsOf, type Tx, writesOf } from "./open-db.ts";
export * as schema from "./schema/index.ts";
