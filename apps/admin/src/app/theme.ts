import { createTheme } from "@mui/material/styles";

const neutral = { light: "#e3e4e8", dark: "#2b2d33" };

/** Quiet and dense: neutral surfaces, one accent, dark as a real theme through CSS variables. */
export const theme = createTheme({
	cssVariables: { colorSchemeSelector: "data-theme" },
	colorSchemes: {
		light: {
			palette: {
				primary: { main: "#3b52cc", dark: "#2f43ad" },
				success: { main: "#177245" },
				warning: { main: "#8a5a00" },
				error: { main: "#b3261e" },
				info: { main: "#3b52cc" },
				text: { primary: "#1a1b1f", secondary: "#5a5d66" },
				background: { default: "#f7f7f9", paper: "#ffffff" },
				divider: neutral.light,
			},
		},
		dark: {
			palette: {
				primary: { main: "#9fb0ff", dark: "#8ea2ff" },
				success: { main: "#5cc98d" },
				warning: { main: "#e3b04b" },
				error: { main: "#ff8a80" },
				info: { main: "#9fb0ff" },
				text: { primary: "#ececf0", secondary: "#a4a7b0" },
				background: { default: "#121317", paper: "#191a1f" },
				divider: neutral.dark,
			},
		},
	},
	shape: { borderRadius: 6 },
	typography: {
		fontFamily: '"Inter Variable", system-ui, sans-serif',
		fontSize: 13,
		h1: { fontSize: "1.25rem", fontWeight: 650, lineHeight: 1.3, letterSpacing: "-0.01em" },
		h2: { fontSize: "1rem", fontWeight: 600, lineHeight: 1.4 },
		h3: { fontSize: "0.875rem", fontWeight: 600, lineHeight: 1.4 },
		body1: { fontSize: "0.875rem" },
		body2: { fontSize: "0.8125rem" },
		button: { textTransform: "none", fontWeight: 550 },
		overline: { textTransform: "none", fontWeight: 550, letterSpacing: 0, lineHeight: 1.6 },
	},
	components: {
		MuiCssBaseline: {
			styleOverrides: {
				body: { fontFeatureSettings: '"cv11", "ss03"', minHeight: "100dvh" },
				code: { fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace", fontSize: "0.925em" },
				"@media (prefers-reduced-motion: reduce)": {
					"*, *::before, *::after": { animationDuration: "0.01ms !important", transitionDuration: "0.01ms !important" },
				},
			},
		},
		MuiButtonBase: {
			defaultProps: { disableRipple: true },
			styleOverrides: {
				root: ({ theme }) => ({
					"&.Mui-focusVisible, &:focus-visible": {
						outline: `2px solid ${theme.vars?.palette.primary.main ?? theme.palette.primary.main}`,
						outlineOffset: 2,
					},
				}),
			},
		},
		MuiButton: {
			defaultProps: { disableElevation: true, size: "small" },
			styleOverrides: {
				// At once: a button between two colours is hard to read, and the fade explains nothing.
				root: ({ theme, ownerState }) => ({
					transition: "none",
					...(ownerState.variant === "outlined" &&
						ownerState.color === "inherit" && { borderColor: theme.vars?.palette.divider ?? theme.palette.divider }),
				}),
			},
		},
		MuiIconButton: { defaultProps: { size: "small" } },
		MuiInputBase: { styleOverrides: { root: { fontSize: 14 } } },
		// A change of theme shows at once, without labels between two colours.
		MuiInputLabel: { styleOverrides: { root: { fontSize: 14, transitionProperty: "transform, max-width" } } },
		MuiTextField: { defaultProps: { size: "small" } },
		// What is wrong may name what has no spaces.
		MuiFormHelperText: { styleOverrides: { root: { overflowWrap: "anywhere" } } },
		MuiFormControl: { defaultProps: { size: "small" } },
		MuiSelect: { defaultProps: { size: "small" } },
		// Where there is no room beside the words, what to do about it stands below them.
		MuiAlert: {
			styleOverrides: { root: { flexWrap: "wrap" }, message: { flex: "1 1 200px", minWidth: 0 } },
		},
		MuiAutocomplete: { defaultProps: { size: "small", disablePortal: true, slotProps: { paper: { elevation: 8 } } } },
		MuiChip: { defaultProps: { size: "small" }, styleOverrides: { root: { borderRadius: 6 } } },
		MuiSwitch: { defaultProps: { size: "small" } },
		MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: "none" } } },
		// What opens over a page belongs to the landmark that it was opened from.
		MuiMenu: { defaultProps: { disablePortal: true } },
		MuiCard: { defaultProps: { variant: "outlined" } },
		MuiAppBar: { defaultProps: { color: "inherit", elevation: 0 } },
		MuiLink: { defaultProps: { underline: "hover" } },
		MuiSkeleton: { defaultProps: { animation: "pulse" } },
	},
});
