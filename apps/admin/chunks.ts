const mui = (parts: string) => new RegExp(`node_modules/@mui/material/(${parts})[/.]`);

/** What opens over a page. */
const overlays = mui("Dialog\\w*|Modal|Unstable_TrapFocus|Backdrop|Popover|List|Fade|Grow|internal/Transition");
/** What a line of a form is made of. */
const fields = mui("Input\\w*|OutlinedInput|Form\\w+|TextareaAutosize");
/** Richer forms. */
const forms = mui("TextField|FilledInput|Select|NativeSelect|Menu\\w*|List\\w+");
/** What the API checks; fetched with the first form that is sent. */
const schemas = /node_modules\/zod\//;
/** What most pages need of our own: apart, each would pack worse than together. */
const small =
	/src\/(lib\/(format|provider-names|use-row-window)|components\/(kbd|scroll-frame|provider-mark|tier-name))\.tsx?$/;
/** Of single pages. */
const others = new RegExp(
	"node_modules/(react-hook-form|@popperjs|@mui/utils/useRovingTabIndex" +
		"|@mui/material/(Alert\\w*|Chip|Checkbox|LinearProgress|Popper|Table\\w*|internal/SwitchBase))",
);
const isForLater = (id: string) => [overlays, fields, forms, schemas, others].some((part) => part.test(id));

/**
 * Which modules share a file. What most pages need of packages is one file, `frame`: it packs better than its parts, and
 * is fetched in one go. A page that stands without dialogs and form parts does not fetch them. Words and pure functions
 * that pages take from the API stand apart from its schemas, so that they do not carry zod along.
 */
export const chunks = [
	{ name: "vocabulary", test: /vocabulary\.ts$|templates\/variables\.ts$/, priority: 2 },
	{ name: "small", test: small },
	{
		name: "frame",
		test: (id: string) => id.includes("node_modules") && !isForLater(id),
		minShareCount: 8,
		priority: 1,
	},
	{ name: "overlays", test: overlays, minShareCount: 6 },
	{ name: "fields", test: fields, minShareCount: 6 },
	{ name: "schemas", test: schemas, minShareCount: 2 },
];
