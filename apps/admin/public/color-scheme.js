// Runs before the first paint, so that a chosen theme never flashes the other one. The keys are MUI's.
{
	const mode = localStorage.getItem("mui-mode") ?? "system";
	const dark = mode === "dark" || (mode === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
	document.documentElement.dataset.theme = dark ? "dark" : "light";
	document.documentElement.style.colorScheme = dark ? "dark" : "light";
}
