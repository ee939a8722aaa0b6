#!/usr/bin/env bash
# The program as a user meets it: exit statuses, errors, files. usage: cli_test.sh CORDON STARTER_FOLDER
set -uo pipefail
cordon=$1 starter=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failed=0
# expect STATUS TEXT COMMAND...: exit status, and a part of what is printed
expect() {
  local status=$1 part=$2; shift 2
  local out; out=$("$@" 2>&1); local got=$?
  if [ $got != "$status" ] || [[ $out != *"$part"* ]]; then
    echo "FAILED: $* -> $got (expected $status), expected \"$part\" in:"; echo "$out" | head -5; failed=1
  fi
}
export CORDON_SNAPSHOT=$work/s.snapshot NO_COLOR=1
expect 2 "no such command" "$cordon" frobnicate
expect 2 "usage: cordon COMMAND" "$cordon"
expect 0 "usage: cordon screen" "$cordon" screen --help
expect 0 "usage: cordon COMMAND" "$cordon" --help
expect 2 "cannot open the snapshot" "$cordon" search "Kim Jong Un"
expect 2 "expected --output" "$cordon" compile --list starter="$starter/dprk.ftm.jsonl"
expect 2 "expected --list CODE=PATH" "$cordon" compile --list starter --output s.snapshot
expect 2 "nowhere.json: cannot open" "$cordon" compile --list x=nowhere.json --output s.snapshot
expect 0 "parties" "$cordon" compile --list starter="$starter/dprk.ftm.jsonl" --output s.snapshot
expect 0 "aliases graded" "$cordon" compile --list starter="$starter/dprk.ftm.jsonl" --grade-aliases --output graded.snapshot
expect 2 "aliases are graded when a list is read" "$cordon" compile --from s.snapshot --grade-aliases --output graded.snapshot
expect 0 "whole" "$cordon" verify
expect 0 "s.snapshot: whole" "$cordon" verify s.snapshot
expect 2 "expected one snapshot" "$cordon" verify s.snapshot s.snapshot
expect 0 "starter" "$cordon" lists
expect 0 '"code":"starter"' "$cordon" lists --json
expect 1 "starter:kp-person-kim-jong-un" "$cordon" search "Kim Jong Un"
expect 1 "another spelling" "$cordon" search "Kim Jong-oun" --explain
expect 0 "no hit" "$cordon" search "Maria Lopez"
expect 2 "threshold: expected a number" "$cordon" search "Maria Lopez" --threshold high
expect 2 "no such option" "$cordon" search "Maria Lopez" --frequency 3
expect 2 "expected a value" "$cordon" search "Maria Lopez" --threshold
expect 2 "no such entry" "$cordon" show starter:nobody
expect 0 "primary" "$cordon" show starter:kp-person-kim-jong-un
expect 0 "bits found" "$cordon" explain starter:kp-person-kim-jong-un "Kim Jong-oun"
expect 1 '"hits":[{"entity"' "$cordon" screen --input "$starter/customers.csv"
expect 1 "id,entity,score" "$cordon" screen --input "$starter/customers.csv" --to csv
expect 1 "Kim Jong Un" "$cordon" scan "$starter/article.txt"
expect 2 "No such file" "$cordon" scan nowhere.txt
expect 0 "passed" "$cordon" selftest
# what two words met when they were read as one must not answer for the one word, which is read in more scripts
echo '{"id":"n","schema":"Company","properties":{"name":["Новатек"],"topics":["sanction"]}}' > novatek.json
expect 0 "parties" "$cordon" compile --list n=novatek.json --output n.snapshot
expect 1 '"id":2,"hits":[{"entity":"n:n"' "$cordon" screen --snapshot n.snapshot --threads 1 --threshold 0.8 --input <(printf '{"id":1,"name":"Nova Tek"}\n{"id":2,"name":"Novatek"}\n')
expect 2 "no column holds a name" "$cordon" screen --format csv --input <(printf 'a,b\n1,2\n')
expect 2 "could not be screened" "$cordon" screen --input <(printf '{"id":1,"name":"x"}\n{"id":2}\n')
expect 0 '{"score":1.0}' "$cordon" compare < <(echo '{"schema":"Person","a":"Kim Jong Un","b":"Kim Jong Un"}')
cp s.snapshot cut.snapshot; truncate -s -100 cut.snapshot
expect 2 "damaged snapshot" "$cordon" verify --snapshot cut.snapshot
expect 2 "the snapshot does not hold it" "$cordon" screen --only other --input /dev/null
# a compile that is killed leaves the old snapshot whole
sum=$(sha256sum < s.snapshot)
for delay in 0.001 0.005 0.01 0.02; do
  timeout -s KILL $delay "$cordon" compile --list starter="$starter/dprk.ftm.jsonl" --output s.snapshot > /dev/null 2>&1
  [ "$(sha256sum < s.snapshot)" = "$sum" ] || { echo "FAILED: killed after $delay s: the snapshot changed"; failed=1; }
done
# results that cannot be written are an error
if [ -e /dev/full ]; then
  "$cordon" screen --input "$starter/customers.csv" > /dev/full 2> err; [ $? = 2 ] || { echo "FAILED: a full disk is no error"; failed=1; }
fi
# the same bytes with and without the index, for any number of threads
"$cordon" screen --threads 1 --explain --input "$starter/customers.csv" > one
"$cordon" screen --threads 3 --explain --input "$starter/customers.csv" > three
"$cordon" screen --exhaustive --explain --input "$starter/customers.csv" > all
cmp one three && cmp one all || failed=1
# a snapshot is the same bytes for any number of processors
for ((i = 0; i < 3000; i++)); do echo "{\"id\":\"p$i\",\"schema\":\"Person\",\"name\":\"Zorvex $((i * 7 % 1000)) Kalmin\",\"birthDate\":\"$((1930 + i % 70))\"}"; done > many.jsonl
"$cordon" compile --list many=many.jsonl --output many.snapshot > /dev/null
taskset -c "$(taskset -cp $$ | sed 's/.*: //; s/[-,].*//')" "$cordon" compile --list many=many.jsonl --output one.snapshot > /dev/null
cmp many.snapshot one.snapshot || failed=1
# prepared again from itself, a snapshot is the same
"$cordon" compile --from s.snapshot --output again.snapshot > /dev/null && cmp s.snapshot again.snapshot || { echo "FAILED: --from"; failed=1; }
exit $failed
