import Button from "@mui/material/Button";

/** Tries a key that stands in a form, before it is saved. */
export const TestButton = ({ running, onClick }: { running: boolean; onClick: () => void }) => (
	<Button color="inherit" variant="outlined" loading={running} onClick={onClick} sx={{ mr: "auto" }}>
		Test
	</Button>
);
