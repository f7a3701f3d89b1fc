import { DataGrid, type GridColDef } from "@mui/x-data-grid";
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

interface Row {
	id: string;
	[field: string]: unknown;
}

const fields = [
	"display_name",
	"provider_name",
	"cost_per_1m_input",
	"cost_per_1m_output",
	"context_length",
	"enabled",
];
const columns: GridColDef<Row>[] = fields.map((field) => ({ field, flex: 1 }));

/** The same rows as the catalog shows, in MUI's grid as it comes: its community edition has at most 100 a page. */
function BareGrid() {
	const [rows, setRows] = useState<Row[]>([]);
	useEffect(() => {
		void fetch("rows.json").then(async (answer) => setRows((await answer.json()) as Row[]));
	}, []);
	return (
		<DataGrid
			rows={rows}
			columns={columns}
			loading={rows.length === 0}
			checkboxSelection
			initialState={{ pagination: { paginationModel: { pageSize: 100 } } }}
			pageSizeOptions={[100]}
		/>
	);
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<BareGrid />);
