#!/usr/bin/env bash
# What docker-compose.yml starts, as processes of this machine: a throw-away PostgreSQL, a sandbox with sample data, nodes that share it.
#   tests/nodes-demo.sh            runs until Ctrl-C and prints where to look; kill a node's process and watch the others take over
#   tests/nodes-demo.sh --check    kills the node that runs the tenant and ends when every order is in the ERP once, or parked; exit code 0 only then
# NODES, ORDERS and ARTICLES change the size, TIMEOUT (seconds) how long the check may take, HOST the program to run (by default what is built in
# this checkout).
set -eu
cd "$(dirname "$0")/.."

NODES=${NODES:-2} ORDERS=${ORDERS:-40} ARTICLES=${ARTICLES:-60} TIMEOUT=${TIMEOUT:-240}
HOST=${HOST:-dotnet src/SpecterActors.Host/bin/Debug/net10.0/SpecterActors.Host.dll}
folder=$(mktemp -d -t specter-actors-nodes-XXXXXX)
secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }
export SPECTER_NODE_SECRET=$(secret) SPECTER_ADMIN_TOKEN=$(secret) SPECTER_KEY_FILE=$folder/installation.key
processes=()

owner=()
[ "$(id -u)" != 0 ] || owner=(setpriv --reuid=postgres --regid=postgres --clear-groups)
postgres=$(ls -d /usr/lib/postgresql/*/bin | sort | tail -1)

cleanup() {
  for process in "${processes[@]}"; do kill "$process" 2>/dev/null || true; done
  (cd / && "${owner[@]}" "$postgres/pg_ctl" stop -D "$folder/database/data" -m immediate >/dev/null 2>&1) || true
}
trap cleanup EXIT
trap 'exit 0' INT TERM

# said FILE WORDS: the address after those words, once a process has printed it.
said() {
  local url
  for _ in $(seq 300); do
    url=$(sed -n "s/^$2 *\(http:[^ ]*[0-9]\).*/\1/p" "$1" | head -1)
    if [ -n "$url" ]; then echo "$url"; return; fi
    sleep 0.2
  done
  echo "nothing came of it:" >&2
  cat "$1" >&2
  return 1
}

# ask URL: an answer of the admin API or of the sandbox on one line.
ask() { curl -s --max-time 10 -H "Authorization: Bearer $SPECTER_ADMIN_TOKEN" "$1" | tr -d '\n '; }

# A port that is free now; the sample configuration names the sandbox's, so it must be known before.
port=$((20000 + RANDOM % 10000))
mkdir -p "$folder/database"
[ "$(id -u)" != 0 ] || { chown postgres "$folder/database"; chmod 755 "$folder"; }
(cd / && "${owner[@]}" "$postgres/initdb" -D "$folder/database/data" -U postgres -A trust -E UTF8 --locale C.UTF-8 --no-sync >"$folder/initdb.log")
(cd / && "${owner[@]}" "$postgres/pg_ctl" start -w -D "$folder/database/data" -l "$folder/database/log" -o "-k $folder/database -p $port -c listen_addresses=127.0.0.1" >/dev/null)
export SPECTER_JOURNAL=postgres://postgres@127.0.0.1:$port/postgres

$HOST sandbox --sample --urls http://127.0.0.1:0 --orders "$ORDERS" --articles "$ARTICLES" --duration 15 >"$folder/sandbox.log" 2>&1 &
processes+=($!)
sandbox=$(said "$folder/sandbox.log" "sandbox on")
sed -e "s|http://127.0.0.1:5090|$sandbox|" -e 's|^admin.publicUrl.*|admin.publicUrl = null|' hocon/demo.conf >"$folder/demo.conf"

declare -A pids urls
for n in $(seq "$NODES"); do
  SPECTER_NODE_NAME=node-$n SPECTER_NODE_ADDRESS="http://127.0.0.1:$((port + n))" \
    $HOST serve --data "$folder/node-$n" --config "$folder/demo.conf" --config hocon/cluster.conf --urls "http://127.0.0.1:$((port + n))" >"$folder/node-$n.log" 2>&1 &
  pids[node-$n]=$!
  processes+=($!)
  urls[node-$n]=$(said "$folder/node-$n.log" "listening on")
  echo "node-$n  process ${pids[node-$n]}  ${urls[node-$n]}"
done
echo "sandbox $sandbox"
echo "try     curl -H 'Authorization: Bearer $SPECTER_ADMIN_TOKEN' ${urls[node-$NODES]}/admin/nodes"
echo "folder  $folder"
if [ "${1:-}" != --check ]; then wait; fi

# running URL: name of the node that runs the tenant, as that node sees it.
running() { ask "$1/admin/tenants/demo" | sed -n 's/.*"owner":{"node":"\([^"]*\)".*/\1/p'; }

began=$SECONDS
until [ "$(ask "$sandbox/sandbox/sample" | sed -n 's/.*"ordersInErp":\([0-9]*\).*/\1/p')" -ge 3 ]; do
  [ $((SECONDS - began)) -lt "$TIMEOUT" ] || { echo "no orders came to the ERP"; exit 1; }
  sleep 0.5
done
dead=$(running "${urls[node-1]}")
for node in "${!urls[@]}"; do [ "$node" = "$dead" ] || left=$node; done
kill -9 "${pids[$dead]}"
wait "${pids[$dead]}" 2>/dev/null || true
killed=$(date +%s%N)
until now=$(running "${urls[$left]}"); [ -n "$now" ] && [ "$now" != "$dead" ]; do
  [ $((SECONDS - began)) -lt "$TIMEOUT" ] || { echo "nobody took over from $dead"; exit 1; }
  sleep 0.2
done
echo "$dead was killed; $now runs its tenant after $((($(date +%s%N) - killed) / 1000000)) ms"
# Each order ends in the ERP or, where the sample data or the settings of hocon/demo.conf say so, parked.
until report=$(ask "$sandbox/sandbox/sample"); sent=$(echo "$report" | sed -n 's/.*"ordersInErp":\([0-9]*\).*/\1/p')
  parked=$(ask "${urls[$left]}/admin/parked?max=500" | grep -o '"demo/order/' | wc -l); [ "$((sent + parked))" -ge "$ORDERS" ]; do
  [ $((SECONDS - began)) -lt "$TIMEOUT" ] || { echo "$sent orders in the ERP and $parked parked of $ORDERS: $report"; exit 1; }
  sleep 1
done
if echo "$report" | grep -q '"orderDoubled"'; then echo "an order is there twice: $report"; exit 1; fi
echo "$sent orders are in the ERP once, $parked are parked"
