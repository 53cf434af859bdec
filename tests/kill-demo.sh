#!/usr/bin/env bash
# The engine is killed (SIGKILL) ten times at random moments while it works against a sandbox that goes on living, and started again on
# the same data folder; at the end both sides must be in step: nothing twice, nothing missing. Exit code 0 only then.
#   tests/kill-demo.sh [demo options, for example --faults heavy]
# KILLS, ORDERS, ARTICLES, DURATION and SEED change the size, TIMEOUT (seconds) how long the end may take, HOST the program to run (by default
# what is built in this checkout).
set -eu
cd "$(dirname "$0")/.."

KILLS=${KILLS:-10} ORDERS=${ORDERS:-150} ARTICLES=${ARTICLES:-100} DURATION=${DURATION:-40} SEED=${SEED:-1} TIMEOUT=${TIMEOUT:-300}
HOST=${HOST:-dotnet src/SpecterActors.Host/bin/Debug/net10.0/SpecterActors.Host.dll}
folder=$(mktemp -d -t specter-actors-kill-XXXXXX)
sandbox=
engine=

cleanup() {
  [ -z "$engine" ] || kill -9 "$engine" 2>/dev/null || true
  [ -z "$sandbox" ] || kill "$sandbox" 2>/dev/null || true
}
trap cleanup EXIT

$HOST sandbox --sample --urls http://127.0.0.1:0 --expected "$folder/expected.json" \
  --orders "$ORDERS" --articles "$ARTICLES" --duration "$DURATION" --seed "$SEED" --article-changes 8 --price-changes 8 --renames 4 "$@" >"$folder/sandbox.log" 2>&1 &
sandbox=$!
url=
for _ in $(seq 100); do
  url=$(sed -n 's/^sandbox on \(http:[^ ]*\).*/\1/p' "$folder/sandbox.log")
  [ -z "$url" ] || break
  sleep 0.2
done
[ -n "$url" ] || { echo "the sandbox did not start:"; cat "$folder/sandbox.log"; exit 1; }

RANDOM=$SEED
for round in $(seq "$KILLS"); do
  $HOST demo --sandbox-url "$url" --data "$folder/data" >"$folder/engine-$round.log" 2>&1 &
  engine=$!
  sleep "$((2 + RANDOM % 4)).$((RANDOM % 10))"
  if ! kill -9 "$engine" 2>/dev/null; then
    echo "the engine ended by itself in round $round:"
    cat "$folder/engine-$round.log"
    exit 1
  fi
  wait "$engine" 2>/dev/null || true
  engine=
  echo "killed $round of $KILLS"
done

code=0
$HOST demo --sandbox-url "$url" --data "$folder/data" --until-synced --timeout "$TIMEOUT" || code=$?
$HOST journal verify --data "$folder/data" || code=1
echo "data, logs and expected outcomes: $folder"
exit $code
