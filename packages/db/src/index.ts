export { DataDirInUseError } from "./lock.ts";
export { executePrepared, insertOf, rowsOf } from "./many.ts";
export { type Db, type DbOrTx, type OpenDb, openDb, type Tx } from "./open-db.ts";
export * as schema from "./schema/index.ts";
