#!/usr/bin/env bash
# Does the index meet everything that is within a limit? On the real lists, where they are beside the project, else on a made-up one.
# usage: lost.sh CORDON FIND_LOST PROJECT [ROUNDS]
set -euo pipefail
cordon=$1 find_lost=$2 project=$3 rounds=${4:-400} data=$3/../shared/data/lists
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -d "$data" ]; then
  lists=(--list us_ofac_sdn="$data/us_ofac_sdn/2023-12-28" --list un_sc_sanctions="$data/un_sc_sanctions/2026-02-27.xml")
else
  "$project/bench/generate" 10000 --list "$work/made.jsonl" > /dev/null
  lists=(--list made="$work/made.jsonl")
fi
"$cordon" compile "${lists[@]}" --output "$work/s.snapshot" > /dev/null
"$find_lost" "$work/s.snapshot" "$rounds" 2
