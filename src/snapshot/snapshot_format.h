/* The bytes of a snapshot; doc/snapshot.md describes them for other readers. All numbers are little-endian. */
#ifndef SNAPSHOT_FORMAT_H
#define SNAPSHOT_FORMAT_H

#include <stdint.h>

enum { SNAPSHOT_FORMAT_VERSION = 5, SNAPSHOT_HEADER_SIZE = 4096, SNAPSHOT_BLOCK_SIZE = 64 * 1024, SNAPSHOT_ALIGNMENT = 64 };

#define SNAPSHOT_MAGIC "CORDONSN"

typedef enum snapshot_section_id {
    SECTION_META,           /* JSON text: lists, versions, digests */
    SECTION_PARTIES,        /* snapshot_party each */
    SECTION_VALUES,         /* native ids and published values of the parties */
    SECTION_TEXT_ENDS,      /* shared texts: u32 each, where it ends in the next section */
    SECTION_TEXTS,          /* their bytes: what many values say, once */
    SECTION_FACTS,          /* fact_head pieces */
    SECTION_NAMES,          /* snapshot_name each */
    SECTION_PREPARED,       /* name_head pieces */
    SECTION_IDENTIFIERS,    /* snapshot_identifier each, by hash, then party */
    SECTION_SINGLE_ENTRIES, /* vocabulary of single tokens: search_entry each, by symbols */
    SECTION_SINGLE_SYMBOLS,
    SECTION_SINGLE_POSTINGS,           /* names, u32 each */
    SECTION_SINGLE_FORWARD,            /* trie_word each: Latin entries from the first letter on, see search_trie.h */
    SECTION_SINGLE_FORWARD_ORDER,      /* u32 each: these entries in that order */
    SECTION_SINGLE_FORWARD_SIGNATURES, /* u32 each: their letters */
    SECTION_SINGLE_BACKWARD,           /* the same from the last letter back */
    SECTION_SINGLE_BACKWARD_ORDER,
    SECTION_SINGLE_BACKWARD_SIGNATURES,
    SECTION_SINGLE_OTHERS,     /* u32 each: Latin entries that the tries do not hold */
    SECTION_SINGLE_REACH,      /* u32 each, see search_lengths.h: how many of those in the tries have so many symbols or more */
    SECTION_SINGLE_LENGTHS,    /* u32 each: these entries, the longest first, see sieve_number */
    SECTION_SINGLE_SIGNATURES, /* u32 each: their letters */
    SECTION_OTHER_ENTRIES,     /* the same for joined runs and wholes that are not made of a to z and 0 to 9 alone; they have no tries */
    SECTION_OTHER_SYMBOLS,
    SECTION_OTHER_POSTINGS,
    SECTION_OTHER_OTHERS,
    SECTION_JOINED_NAMES,            /* those that are, see search_joined.h: u32 each, the name or the place of a list */
    SECTION_JOINED_PLACES,           /* u16 each: tokens of that name */
    SECTION_JOINED_SIGNATURES,       /* u32 each: letters */
    SECTION_JOINED_LISTS,            /* u32 each: how many names, and the names */
    SECTION_JOINED_FORWARD,          /* trie_word each: from the first letter on */
    SECTION_JOINED_BACKWARD,         /* the same from the last letter back */
    SECTION_JOINED_ORDER,            /* u32 each: entries by their letters from the last one back */
    SECTION_JOINED_ORDER_SIGNATURES, /* u32 each: theirs */
    SECTION_CLASSES,                 /* search_class each, by class */
    SECTION_WORDS,                   /* listed_word each: the words of the names, by name */
    SECTION_WORD_STARTS,             /* u32 each: the first word of each name, and behind the last */
    SECTION_LETTERS,                 /* u32 each: the letters of each single entry, see ceiling_letters in match_ceiling.h */
    SECTION_CHECKSUMS,               /* XXH3-64 of every block from the end of the header to this section */
    SECTION_COUNT
} snapshot_section_id;

typedef struct snapshot_section {
    uint64_t offset, size; /* in bytes of the file */
} snapshot_section;

typedef struct snapshot_header {
    char magic[8];
    uint32_t format_version;
    uint32_t section_count;
    uint64_t file_size;
    uint64_t content_digest[2]; /* XXH3-128 of the checksum section: names the snapshot */
    snapshot_section sections[SECTION_COUNT];
    uint64_t header_checksum; /* XXH3-64 of the header's bytes before this one; stands last */
} snapshot_header;

typedef struct snapshot_party {
    uint32_t values; /* offset in SECTION_VALUES: the native id, then the values */
    uint32_t value_bytes;
    uint32_t facts; /* offset in SECTION_FACTS, in units of 4 bytes; parties with the same facts share them */
    uint32_t first_name;
    uint16_t name_count, value_count;
    uint16_t list, id_size;
} snapshot_party;

/* Whether a name is the value itself or made of it. */
typedef enum name_origin { NAME_PUBLISHED, NAME_ACRONYM, NAME_READING } name_origin;

typedef struct snapshot_name {
    uint32_t prepared; /* offset in SECTION_PREPARED, in units of 4 bytes; equal names share it */
    uint32_t party;
    uint32_t weight; /* the name's own evidence */
    uint16_t value;  /* which value of the party it is */
    uint8_t quality; /* name_quality */
    uint8_t derived; /* name_origin */
} snapshot_name;

typedef struct snapshot_identifier {
    uint32_t hash; /* low half of the XXH3-64 of the comparable form */
    uint32_t party;
} snapshot_identifier;

/* A value in SECTION_VALUES: two bytes of field, kind and flags, then

     country    2 letters, with VALUE_COUNTRY
     text       a number; with VALUE_SHARED_TEXT that of a shared text, else a size, and so many bytes behind it
     label      with VALUE_LABEL the number of a shared text; without it the label is empty
     source     without VALUE_SAME_SOURCE, like the text (VALUE_SHARED_SOURCE); with it the source of the party's value before

   Numbers: seven bits a byte, lowest first, bit 7 set when another byte follows; at most VALUE_NUMBER_MAX bytes. */
enum {
    VALUE_FIELD = 0x3F, /* of the first byte */
    VALUE_COUNTRY = 0x40,
    VALUE_LABEL = 0x80,
    VALUE_KIND = 0x1F, /* of the second */
    VALUE_SHARED_TEXT = 0x20,
    VALUE_SAME_SOURCE = 0x40,
    VALUE_SHARED_SOURCE = 0x80,
    VALUE_NUMBER_MAX = 5
};

#endif
