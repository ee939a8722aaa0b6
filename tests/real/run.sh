#!/usr/bin/env bash
# On the real lists, where they are beside the project: they compile, broken ones are refused, every score can be recomputed.
# usage: run.sh CORDON PROJECT      Exit status 77: skipped.
set -uo pipefail
cordon=$1 project=$2 data=$2/../shared/data
if [ ! -d "$data/lists" ]; then echo "skipped: no ../shared/data beside the project"; exit 77; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
fail() { echo "FAILED: $*"; failed=1; }
"$cordon" compile --list us_ofac_sdn="$data/lists/us_ofac_sdn/2023-12-28" --list un_sc_sanctions="$data/lists/un_sc_sanctions/2026-02-27.xml" \
  --output "$work/s.snapshot" > "$work/report" || fail compile
grep -q 'parties  *13821' "$work/report" || fail "13,821 OFAC parties"
grep -q 'parties  *1003' "$work/report" || fail "1,003 UN parties"
sum=$(sha256sum < "$work/s.snapshot")
refused() { "$cordon" compile --list "$1" --output "$work/s.snapshot" --allow-shrink > /dev/null 2> "$work/err" && fail "$1 was taken"; cat "$work/err"; }
refused un_sc_sanctions="$data/lists/un_sc_sanctions/malformed-2024-10-16.xml"
refused made="$data/lists/us_trade_csl/csl_2023-11.csv"
refused made="$data/lists/eu_fsf/FSF-CSV-attributes.pdf"
mkdir "$work/empty" && cp "$data"/lists/us_ofac_sdn/2023-12-28/a*.csv "$work/empty/" && zcat "$data/lists/us_ofac_sdn/history/sdn_2024-05-04.csv.gz" > "$work/empty/sdn.csv"
refused us_ofac_sdn="$work/empty"
[ "$(sha256sum < "$work/s.snapshot")" = "$sum" ] || fail "a refused list changed the snapshot"
"$cordon" scan --snapshot "$work/s.snapshot" --to jsonl "$data"/news/*.txt > "$work/scan"
grep -q '"text":"Kim Jong Un","hits":\[{"entity":"us_ofac_sdn:20157"' "$work/scan" || fail "Kim Jong Un in the news"
grep -qiE '"text":"[^"]*(Tillerson|Mattis|Kono|Onodera|Bannon|Labott|Trump)' "$work/scan" && fail "an innocent person in the news"
python3 - "$data/lists/us_ofac_sdn/2023-12-28/alt.csv" > "$work/queries" <<'PY'
import csv, json, sys
for i, row in enumerate(csv.reader(open(sys.argv[1], encoding="latin1"))):
    if len(row) > 3 and i % 97 == 0:
        print(json.dumps({"id": f"a{i}", "schema": "Person" if "," in row[3] else "LegalEntity", "properties": {"name": [row[3].swapcase() + " x"]}}))
PY
python3 "$project/tests/real/check_explanations.py" "$cordon" "$work/s.snapshot" "$work/queries" 150 || fail "explanations"
exit $failed
