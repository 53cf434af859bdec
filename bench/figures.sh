#!/usr/bin/env bash
# Measures every figure that has a bar and prints a table of figure, bar and what was reached. A quiet machine of two cores needs
# about fourteen minutes; nothing else should run meanwhile, the table tells the load.
#
#   bench/figures.sh [FOLDER]     FOLDER takes the lines of --json (figures.jsonl), the table (figures.md) and what the cluster tests
#                                 print (cluster.txt); default: a new one below the system's temporary folder
#
# Exit code 0: every bar of the bench was reached; 2: one was missed, and the table says which. Take-over after a kill is measured by the
# cluster tests; their lines are printed beneath the table.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-$(mktemp -d -t specter-actors-figures-XXXX)}
mkdir -p "$out"
: > "$out/figures.jsonl"

dotnet build -c Release bench/SpecterActors.Bench -v q --nologo -clp:ErrorsOnly
dotnet build tests/SpecterActors.Cluster.Tests -v q --nologo -clp:ErrorsOnly
bench=bench/SpecterActors.Bench/bin/Release/net10.0/SpecterActors.Bench

measure() {
  echo "$(date +%T) $*" >&2
  # A scenario that fails leaves its figures out; the others are still worth having.
  "$bench" "$@" --json | tee -a "$out/figures.jsonl" >&2 || echo "FAILED: $*" >&2
}

measure --filter tell,ask --rounds 7
measure --filter persist --stores sqlite,postgres --rounds 5 --actors 1000,10000
measure --filter command --stores sqlite,postgres --rounds 5
measure --filter order-recovery --stores sqlite,postgres --rounds 5
measure --filter bring-up --stores sqlite,postgres --rounds 3 --full
measure --filter known-entities --full
measure --filter rate
measure --filter idle-tenants --rounds 2 --actors 1000,5000
measure --filter noisy-neighbour --stores postgres

echo "$(date +%T) take-over" >&2
dotnet run --no-build --project tests/SpecterActors.Cluster.Tests -- -class SpecterActors.Cluster.Tests.SeveralNodesTests > "$out/cluster.txt" 2>&1 \
  || echo "FAILED: the cluster tests; see $out/cluster.txt" >&2

reached=0
"$bench" --table "$out/figures.jsonl" > "$out/figures.md" || reached=$?
echo
cat "$out/figures.md"
echo
grep -h "several nodes:" "$out/cluster.txt" | sort -u || true
echo "kept in $out" >&2
exit $reached
