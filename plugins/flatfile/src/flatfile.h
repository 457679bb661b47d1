/* What the parts of the plugin share: the layout of records, and the bytes of one record. */
#ifndef FLATFILE_H
#define FLATFILE_H

#include "debar_plugin.h"

#define MOST_FIELDS 64
#define LONGEST_TAG 16
#define LONGEST_FIELD 4096

enum charset { CHARSET_UTF8, CHARSET_LATIN1, CHARSET_EBCDIC };

/* What a column range means: see words in layout.c. */
enum meaning { MEANS_TEXT, MEANS_DECIMAL, MEANS_NAME, MEANS_COUNTRY, MEANS_PARTY_ID, MEANS_ITEM_ID, MEANS_CLASS,
               MEANS_COUNT };

enum record { RECORD_HEADER, RECORD_LINE, RECORD_TRAILER, RECORD_KINDS };

struct word {
    const char *word;
    unsigned records; /* bits of enum record */
    enum meaning meaning;
    uint32_t field;   /* of MEANS_TEXT and MEANS_DECIMAL */
    const char *role; /* of the party, or the scheme of an identifier or class */
    const char *scheme;
};

/* Columns count from 1, both ends belong to the field. */
struct column {
    const struct word *word;
    uint32_t first, last;
    uint32_t places; /* implied decimal places */
};

struct record_layout {
    char tag[LONGEST_TAG + 1];
    uint32_t count;
    struct column columns[MOST_FIELDS]; /* by their first column */
};

struct layout {
    enum charset charset;
    uint32_t record_length; /* 0: records end with a line feed */
    uint32_t tag_first;
    struct record_layout records[RECORD_KINDS];
};

/* Reads the configuration. 0, or what is wrong for people. */
const char *layout_read(struct layout *layout, const char *json, uint64_t len);
/* The layout that holds without a configuration. */
void layout_default(struct layout *layout);

/* One record: its bytes without the end of the line. */
struct span {
    const uint8_t *bytes;
    uint64_t offset, len, number;
};

/* The next record from *at. 0 at the end; -1 when the last one is cut short. */
int record_next(const struct layout *layout, const uint8_t *bytes, uint64_t len, uint64_t *at, struct span *record);
/* Which kind of record it is; RECORD_KINDS for none. */
enum record record_kind(const struct layout *layout, const struct span *record);
/* The bytes of some columns without the blanks around them; len 0 when there are none. */
struct span record_columns(const struct layout *layout, const struct span *record, uint32_t first, uint32_t last);

/* How many bytes from the beginning are UTF-8. */
uint64_t utf8_prefix(const uint8_t *bytes, uint64_t len);
size_t utf8_of(enum charset charset, const uint8_t *bytes, uint64_t len, char *text);
uint8_t native_of(enum charset charset, char letter);
char ascii_of(enum charset charset, uint8_t byte);

int32_t flatfile_decode(const struct layout *layout, const debar_host *host, const uint8_t *bytes, uint64_t len,
                        const debar_sink *sink);
int32_t flatfile_encode(const struct layout *layout, const uint8_t *bytes, uint64_t len,
                        const debar_decision *const *decisions, uint64_t count, const debar_out *out);

#endif
