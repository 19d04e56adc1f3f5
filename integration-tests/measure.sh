#!/bin/sh
# Start-to-ready on an empty and on an existing data folder, and the resident memory of both processes when idle.
# usage: integration-tests/measure.sh [DATA]    (DATA must not exist; a temporary folder without it)
# Ports are those of ./agentpost start, by environment as there. Build first: ./agentpost --version does.
set -eu

home=$(cd "$(dirname "$0")/.." && pwd -P)
data=${1:-}
[ -n "$data" ] || data=$(mktemp -d)/data
[ ! -e "$data" ] || { echo "measure.sh: $data exists" >&2; exit 1; }
idle_seconds=${IDLE_SECONDS:-60}
trap '"$home/agentpost" stop --data "$data" >/dev/null 2>&1 || true' EXIT

milliseconds() { date +%s%3N; }

start() {
    begin=$(milliseconds)
    "$home/agentpost" start --json --data "$data" >/dev/null
    echo "start to ready, $1: $(($(milliseconds) - begin)) ms"
}

# kB of a field of a /proc file
field() { sed -n "s/^$2: *\([0-9]*\) kB.*/\1/p" "$1"; }

memory() {
    status=$("$home/agentpost" status --json --data "$data")
    total_rss=0
    total_pss=0
    for process in server cassandra; do
        pid=$(echo "$status" | sed -n "s/.*\"pids\".*\"$process\":\([0-9]*\).*/\1/p")
        rss=$(field "/proc/$pid/status" VmRSS)
        pss=$(field "/proc/$pid/smaps_rollup" Pss)
        echo "memory of $process after $idle_seconds s idle, $1: VmRSS $((rss / 1024)) MiB, PSS $((pss / 1024)) MiB"
        total_rss=$((total_rss + rss))
        total_pss=$((total_pss + pss))
    done
    echo "memory of both, $1: VmRSS $((total_rss / 1024)) MiB, PSS $((total_pss / 1024)) MiB"
}

start "empty data folder"
sleep "$idle_seconds"
memory "first start"
"$home/agentpost" stop --data "$data" >/dev/null
start "existing data folder"
sleep "$idle_seconds"
memory "second start"
