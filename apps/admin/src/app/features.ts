import { access } from "@/features/access/index.ts";
import { account } from "@/features/account/index.ts";
import { analytics } from "@/features/analytics/index.ts";
import { audit } from "@/features/audit/index.ts";
import { catalog, lifecycle } from "@/features/catalog/index.ts";
import { encryption } from "@/features/encryption/index.ts";
import { providers } from "@/features/providers/index.ts";
import { signIn } from "@/features/sign-in/index.ts";
import { testing } from "@/features/testing/index.ts";
import { tokens } from "@/features/tokens/index.ts";
import { users } from "@/features/users/index.ts";
import type { Feature } from "@/lib/feature.ts";

/** One line a feature; the order of the tabs. */
export const features: Feature[] = [
	catalog,
	providers,
	testing,
	analytics,
	users,
	access,
	audit,
	encryption,
	tokens,
	lifecycle,
	account,
	signIn,
];
