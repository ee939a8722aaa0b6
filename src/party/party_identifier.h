/* Identifiers: their comparable form, check digits, and how much an equal one proves. */
#ifndef PARTY_IDENTIFIER_H
#define PARTY_IDENTIFIER_H

#include "party/party.h"

enum { IDENTIFIER_KEY_MAX = 128 };

/* Letters and digits only, ASCII letters in upper case, "IMO" and "MMSI" in front left out (wallets keep their case).
   Returns the length, 0 when nothing comparable is left or it is too long. */
size_t identifier_key(identifier_type type, slice published, char key[IDENTIFIER_KEY_MAX]);

typedef enum check_result { CHECK_NONE, CHECK_GOOD, CHECK_BAD } check_result;

/* Check digits: IMO ship number (IMO resolution A.1117(30): weights 7..2), IMO company number (A.1117(30): weights 8 6 4 2 9 7),
   LEI (ISO 17442, by ISO 7064 mod 97-10), IBAN (ISO 13616, mod 97), BIC (ISO 9362: shape only). CHECK_NONE: the type has no check. */
check_result identifier_check(identifier_type type, const char *key, size_t length);

/* What an equal number proves: an exact one finds its party whatever the name (9500), one that may be another kind of document is
   strong support (8500), 0 proves nothing (too short, of contradicting countries or kinds). */
int32_t identifier_floor(const party_value *query, const party_value *listed);

#endif
