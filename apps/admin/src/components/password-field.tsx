import VisibilityIcon from "@mui/icons-material/VisibilityOffOutlined";
import VisibilityOffIcon from "@mui/icons-material/VisibilityOutlined";
import IconButton from "@mui/material/IconButton";
import InputAdornment from "@mui/material/InputAdornment";
import { type ComponentProps, useState } from "react";
import { TextInput } from "./text-input.tsx";

/** A secret's field with show and hide. `what` is named by the button: "Show password". */
export function PasswordField({ what = "password", ...props }: ComponentProps<typeof TextInput> & { what?: string }) {
	const [shown, setShown] = useState(false);
	const label = `${shown ? "Hide" : "Show"} ${what}`;
	return (
		<TextInput
			{...props}
			type={shown ? "text" : "password"}
			endAdornment={
				<InputAdornment position="end">
					<IconButton aria-label={label} edge="end" onClick={() => setShown(!shown)}>
						{shown ? <VisibilityIcon fontSize="small" /> : <VisibilityOffIcon fontSize="small" />}
					</IconButton>
				</InputAdornment>
			}
		/>
	);
}
