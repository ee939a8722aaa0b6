#!/usr/bin/env bash
# The independent reader agrees with the program on every party. usage: run.sh CORDON STARTER_FOLDER
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" compile --list starter="$2/dprk.ftm.jsonl" --output "$work/s.snapshot" > "$work/report"
"$(dirname "$0")/read_snapshot.py" "$work/s.snapshot" "$1"
