import { bareFastify } from "./bare-fastify.ts";
import { direct } from "./direct.ts";
import { nginx } from "./nginx.ts";
import type { Peer } from "./peer.ts";
import { portkey } from "./portkey.ts";

/** One line a peer. The first is what the others are compared with. */
export const peers: Peer[] = [bareFastify, portkey, nginx, direct];
