#!/usr/bin/env python3
"""Reads a snapshot by doc/snapshot.md and nothing else of Cordon, and prints what it holds as JSON lines: parties, their values, names, facts.

usage: read_snapshot.py FILE            prints a line for each party
       read_snapshot.py FILE CORDON     compares each party with what `CORDON show --json` says of it; exit status 1: they differ

Checks the header, the places of the sections and that shared pieces lie inside. Checksums need XXH3 and are left to `cordon verify`."""
import json, mmap, struct, subprocess, sys

VERSION, HEADER, SECTIONS = 5, 4096, 39
META, PARTIES, VALUES, TEXT_ENDS, TEXTS, FACTS, NAMES, PREPARED = range(8)
CHECKSUMS = SECTIONS - 1
FIELDS = ("name birthDate deathDate birthPlace nationality citizenship country gender address identifier program legalAuthority listingDate "
          "modifiedAt title position link phone email website flag pastFlags type tonnage owner operator model buildDate incorporationDate "
          "organizationType targetType secondarySanctions measure language topics description notes").split()
SCHEMATA = ["", *"Person Organization Company LegalEntity PublicBody Vessel Airplane CryptoWallet Security Thing".split()]


class Snapshot:
    def __init__(self, path):
        with open(path, "rb") as f:
            self.all = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ)
        magic, version, sections, size = struct.unpack_from("<8sIIQ", self.all)
        assert (magic, version, sections, size) == (b"CORDONSN", VERSION, SECTIONS, len(self.all)), "header"
        self.places = [struct.unpack_from("<QQ", self.all, 40 + 16 * i) for i in range(SECTIONS)]
        end = self.places[CHECKSUMS][0]
        assert all(at >= HEADER and at % 64 == 0 and at + n <= end for at, n in self.places[:CHECKSUMS]), "sections"
        assert self.places[CHECKSUMS][1] == (end - HEADER + 65535) // 65536 * 8, "checksums"
        self.meta = json.loads(self.bytes(META, 0, self.size(META)))

    def size(self, section):
        return self.places[section][1]

    def bytes(self, section, at, count):
        start, size = self.places[section]
        assert 0 <= at and 0 <= count and at + count <= size, f"outside of section {section}"
        return self.all[start + at:start + at + count]

    def read(self, section, at, layout):
        return struct.unpack(layout, self.bytes(section, at, struct.calcsize(layout)))

    def shared(self, number):
        end, = self.read(TEXT_ENDS, 4 * number, "<I")
        start = self.read(TEXT_ENDS, 4 * number - 4, "<I")[0] if number else 0
        return self.bytes(TEXTS, start, end - start).decode()

    def values(self, data, count):
        at, source = 0, ""

        def number():
            nonlocal at
            value = shift = 0
            while True:
                byte = data[at]
                at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
                if byte < 128:
                    return value

        def text(is_shared):
            nonlocal at
            n = number()
            if is_shared:
                return self.shared(n)
            at += n
            assert at <= len(data), "text"
            return data[at - n:at].decode()

        for _ in range(count):
            first, second = data[at], data[at + 1]
            at += 2
            value = {"field": FIELDS[first & 63], "kind": second & 31}
            if first & 64:
                value["country"] = data[at:at + 2].decode()
                at += 2
            value["value"] = text(second & 32)
            if first & 128:
                value["label"] = self.shared(number())
            if not second & 64:
                source = text(second & 128)
            yield value | {"source": source}
        assert at == len(data), "bytes left"

    def names(self, first, count, party):
        for i in range(first, first + count):
            prepared, owner, weight, value, quality, derived = self.read(NAMES, 16 * i, "<IIIHBB")
            size, symbols, tokens, kind, prior, sum_of_weights = self.read(PREPARED, 4 * prepared, "<HHBBHI")
            piece = self.bytes(PREPARED, 4 * prepared, size)
            letters = struct.unpack_from(f"<{symbols}H", piece, 12 + 10 * tokens)
            words = [struct.unpack_from("<HBBHHBB", piece, 12 + 10 * k) for k in range(tokens)]
            assert owner == party and weight == sum_of_weights == sum(w[3] for w in words), "name"
            yield {"value": value, "quality": quality, "derived": derived, "weight": weight, "prior": prior, "kind": kind,
                   "tokens": ["".join(map(chr, letters[w[0]:w[0] + w[1]])) for w in words]}

    def facts(self, place):
        schema, gender, dates, countries, places, imos, words, size, _ = self.read(FACTS, 4 * place, "<BBBBBBHHH")
        piece = self.bytes(FACTS, 4 * place, size)
        at = 12 + 12 * dates + 4 * (places + words + imos)
        assert at + 2 * countries <= size, "facts"
        return {"schema": SCHEMATA[schema], "gender": gender, "births": [struct.unpack_from("<iiI", piece, 12 + 12 * i) for i in range(dates)],
                "countries": [piece[at + 2 * i:at + 2 * i + 2].decode() for i in range(countries)]}

    def parties(self):
        for i in range(self.size(PARTIES) // 24):
            values, size, facts, first_name, names, count, a_list, id_size = self.read(PARTIES, 24 * i, "<IIIIHHHH")
            data = self.bytes(VALUES, values, size)
            code = self.meta["lists"][a_list]["code"]
            yield {"entity": f"{code}:{data[:id_size].decode()}", "facts": self.facts(facts), "names": list(self.names(first_name, names, i)),
                   "values": list(self.values(data[id_size:], count))}


def shown(cordon, path, entity):
    out = subprocess.run([cordon, "show", "--json", entity, "--snapshot", path], capture_output=True, text=True, check=True).stdout
    return json.loads(out)


def differs(mine, theirs):
    """What `show` says in words instead of numbers is left out."""
    plain = [{k: v for k, v in value.items() if k != "kind"} for value in mine["values"]]
    return theirs["schema"] != mine["facts"]["schema"] or plain != [{k: v for k, v in value.items() if k != "kind"} for value in theirs["values"]]


def main(path, cordon=None):
    different = count = 0
    for party in Snapshot(path).parties():
        count += 1
        if not cordon:
            print(json.dumps(party, ensure_ascii=False))
        elif differs(party, shown(cordon, path, party["entity"])):
            print("differs:", json.dumps(party, ensure_ascii=False))
            different += 1
    if cordon:
        print(f"{count} parties, {different} different")
    return 1 if different or not count else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
