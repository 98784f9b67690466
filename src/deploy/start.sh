#!/bin/sh
# Starts 到岗 from wherever it lies; settings come from daogang.env beside it, or from the environment. Options are handed on.
folder=${0%/*}
[ "$folder" = "$0" ] && folder=.
cd "$folder" || exit 1
# In a checkout this file lies in src/deploy.
[ -f dist/server/main.js ] || cd ../.. || exit 1
if [ ! -f dist/server/main.js ]; then
  echo "还没有构建: nothing is built here yet; run npm run build, or unpack a whole archive." >&2
  exit 1
fi
node=${NODE:-node}
if ! command -v "$node" >/dev/null 2>&1; then
  echo "需要 Node.js 20.19 或更新: Node.js 20.19 or newer is needed; set NODE to its path if it is not in PATH." >&2
  exit 1
fi
if [ -f daogang.env ]; then exec "$node" --env-file=daogang.env dist/server/main.js "$@"; fi
exec "$node" dist/server/main.js "$@"
