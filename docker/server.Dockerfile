# syntax=docker/dockerfile:1
# Build from the repository's root: docker build -f docker/server.Dockerfile -t llm-hub .

FROM node:24-slim AS base
WORKDIR /app
ENV TURBO_TELEMETRY_DISABLED=1

# Only the manifests: a change of code leaves both installs in the cache.
FROM base AS manifests
COPY package.json package-lock.json .npmrc ./
COPY apps/admin/package.json apps/admin/
COPY apps/server/package.json apps/server/
COPY packages/api/package.json packages/api/
COPY packages/db/package.json packages/db/
COPY packages/providers/package.json packages/providers/
COPY packages/sandbox/package.json packages/sandbox/
COPY tooling/bench/package.json tooling/bench/
COPY tooling/typescript/package.json tooling/typescript/
COPY tooling/vitest/package.json tooling/vitest/

FROM manifests AS build
RUN npm ci --ignore-scripts
COPY . .
RUN npx turbo run build --filter=@llm-hub/server

# What the bundle does not hold: the npm packages of the server and of the workspaces in it.
FROM manifests AS dependencies
RUN npm ci --ignore-scripts --omit=dev --workspace=@llm-hub/server

FROM base AS server
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8084 DATA_DIR=/data
RUN mkdir -m 700 /data && chown node:node /data
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/apps/server/package.json apps/server/
COPY --from=build /app/apps/server/dist apps/server/dist
COPY --from=build /app/apps/admin/dist apps/admin/dist
USER node
VOLUME /data
EXPOSE 8084
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
	CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "apps/server/dist/main.js"]
