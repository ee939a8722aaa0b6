/* Queries from CSV: what the columns mean is found out from the header. */
#ifndef MESSAGE_CSV_H
#define MESSAGE_CSV_H

#include "message/message_query.h"

enum { COLUMNS_MAX = 512 };

typedef enum column_role { COLUMN_ID, COLUMN_SCHEMA, COLUMN_NAME_PART, COLUMN_PROPERTY, COLUMN_UNUSED } column_role;

typedef struct column {
    uint8_t role;  /* column_role */
    uint8_t part;  /* of a name: 0 given, 1 middle, 2 family */
    uint8_t field; /* party_field of a property */
    uint8_t kind;
} column;

typedef struct column_map {
    size_t count;
    bool name_parts; /* first, middle and last name make the name */
    column columns[COLUMNS_MAX];
} column_map;

/* Reads a header. Names are compared without case, spaces, - and _: name, full name, first/given name, middle name, last/family
   name or surname, alias, dob or birth date, country, nationality, citizenship, gender or sex, passport, id number, tax number,
   registration number, imo, mmsi, lei, bic or swift, wallet, address, schema or type, id or customer id; FollowTheMoney's property names
   too. mapping ("name=customer,birthDate=geb") says otherwise: property=column, separated by commas; it may be empty. An error names a
   column of the mapping that is not there, or says that no column holds a name. *unused gets the columns that are not understood. */
cordon_status csv_map_columns(const slice *header, size_t count, slice mapping, column_map *out, string *unused, cordon_error *error);

/* Makes a query of a record. number (of the record) stands for the id where no column holds one. Several values of a field are
   separated by ; or |. */
cordon_status query_read_csv(query *q, const column_map *map, size_t number, const slice *fields, size_t count, cordon_error *error);

#endif
