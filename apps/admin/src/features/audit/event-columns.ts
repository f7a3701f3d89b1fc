export const columns = ["When", "What", "Who", "Target", "From", "Event"] as const;

export const gridTemplateColumns = "255px minmax(190px, 1.1fr) minmax(170px, 1fr) minmax(150px, 1fr) 150px 80px";
/** The narrowest that the columns fit in, px. */
export const minWidth = 1147;
