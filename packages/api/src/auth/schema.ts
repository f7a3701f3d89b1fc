import { z } from "zod";

/** `power_user` and `user` spend; `viewer` reads and never spends; `admin` may do everything. */
export const roles = ["admin", "power_user", "user", "viewer"] as const;
export type Role = (typeof roles)[number];
export const role = z.enum(roles);
