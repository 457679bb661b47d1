/* The declared layout: which columns of which record mean what. Reads the configuration, which the host has held to
 * the schema; whatever else stands there is refused, never guessed. */
#include "flatfile.h"

#include <string.h>

#define IN_HEADER 1u
#define IN_LINE 2u
#define IN_TRAILER 4u

static const struct word words[] = {
    {"order", IN_HEADER, MEANS_TEXT, DEBAR_FIELD_DOCUMENT_ID, 0, 0},
    {"revision", IN_HEADER, MEANS_TEXT, DEBAR_FIELD_DOCUMENT_REVISION, 0, 0},
    {"kind", IN_HEADER, MEANS_TEXT, DEBAR_FIELD_KIND, 0, 0},
    {"issued", IN_HEADER, MEANS_TEXT, DEBAR_FIELD_ISSUED, 0, 0},
    {"currency", IN_HEADER, MEANS_TEXT, DEBAR_FIELD_CURRENCY, 0, 0},
    {"comment", IN_HEADER | IN_LINE, MEANS_TEXT, DEBAR_FIELD_COMMENT, 0, 0},
    {"buyer", IN_HEADER, MEANS_NAME, 0, "buyer", 0},
    {"end-user", IN_HEADER, MEANS_NAME, 0, "end-user", 0},
    {"supplier", IN_HEADER | IN_LINE, MEANS_NAME, 0, "supplier", 0},
    {"supplier-country", IN_HEADER | IN_LINE, MEANS_COUNTRY, 0, "supplier", 0},
    {"supplier-duns", IN_HEADER | IN_LINE, MEANS_PARTY_ID, 0, "supplier", "duns"},
    {"supplier-cage", IN_HEADER | IN_LINE, MEANS_PARTY_ID, 0, "supplier", "cage"},
    {"supplier-uei", IN_HEADER | IN_LINE, MEANS_PARTY_ID, 0, "supplier", "uei"},
    {"manufacturer", IN_LINE, MEANS_NAME, 0, "manufacturer", 0},
    {"manufacturer-country", IN_LINE, MEANS_COUNTRY, 0, "manufacturer", 0},
    {"manufacturer-cage", IN_LINE, MEANS_PARTY_ID, 0, "manufacturer", "cage"},
    {"line", IN_LINE, MEANS_TEXT, DEBAR_FIELD_LINE_ID, 0, 0},
    {"name", IN_LINE, MEANS_TEXT, DEBAR_FIELD_NAME, 0, 0},
    {"description", IN_LINE, MEANS_TEXT, DEBAR_FIELD_DESCRIPTION, 0, 0},
    {"brand", IN_LINE, MEANS_TEXT, DEBAR_FIELD_BRAND, 0, 0},
    {"model", IN_LINE, MEANS_TEXT, DEBAR_FIELD_MODEL, 0, 0},
    {"version", IN_LINE, MEANS_TEXT, DEBAR_FIELD_VERSION, 0, 0},
    {"supplier-part", IN_LINE, MEANS_TEXT, DEBAR_FIELD_SUPPLIER_PART, 0, 0},
    {"manufacturer-part", IN_LINE, MEANS_TEXT, DEBAR_FIELD_MANUFACTURER_PART, 0, 0},
    {"buyer-part", IN_LINE, MEANS_TEXT, DEBAR_FIELD_BUYER_PART, 0, 0},
    {"quantity", IN_LINE, MEANS_DECIMAL, DEBAR_FIELD_QUANTITY, 0, 0},
    {"unit", IN_LINE, MEANS_TEXT, DEBAR_FIELD_UNIT, 0, 0},
    {"unit-price", IN_LINE, MEANS_DECIMAL, DEBAR_FIELD_UNIT_PRICE, 0, 0},
    {"amount", IN_LINE, MEANS_DECIMAL, DEBAR_FIELD_AMOUNT, 0, 0},
    {"origin", IN_LINE, MEANS_TEXT, DEBAR_FIELD_ORIGIN, 0, 0},
    {"gtin", IN_LINE, MEANS_ITEM_ID, 0, 0, "gtin"},
    {"nsn", IN_LINE, MEANS_ITEM_ID, 0, 0, "nsn"},
    {"unspsc", IN_LINE, MEANS_CLASS, 0, 0, "UNSPSC"},
    {"count", IN_TRAILER, MEANS_COUNT, 0, 0, 0},
    {"total", IN_TRAILER, MEANS_DECIMAL, DEBAR_FIELD_TOTAL, 0, 0},
};

static const char *const defaults[RECORD_KINDS][24] = {
    {"PH", "order 3-14", "issued 15-22", "currency 23-25", "buyer 26-55", "supplier 56-95", "supplier-country 96-97",
     "supplier-duns 98-106"},
    {"PL", "line 3-7", "manufacturer-part 8-27", "description 28-67", "manufacturer 68-97", "quantity 98-106 /3",
     "unit 107-109", "unit-price 110-121 /4", "origin 122-123", "gtin 124-137"},
    {"PT", "count 3-7", "total 8-22 /2"},
};

static int digit(char c) { return c >= '0' && c <= '9'; }

static const char *number(const char *at, const char *end, uint32_t *value) {
    const char *begin = at;
    *value = 0;
    for (; at < end && digit(*at) && at - begin < 6; at++) *value = *value * 10 + (uint32_t)(*at - '0');
    return at == begin ? 0 : at;
}

/* "quantity 41-48 /3" */
static const char *column_read(struct record_layout *record, unsigned kind, const char *text, size_t len) {
    const char *end = text + len, *at = text;
    struct column column;
    size_t i, size;
    uint32_t place;
    memset(&column, 0, sizeof column);
    while (at < end && *at != ' ') at++;
    size = (size_t)(at - text);
    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].word) == size && memcmp(words[i].word, text, size) == 0) column.word = &words[i];
    if (!column.word) return "a column has a name that is not known";
    if (!(column.word->records & (1u << kind))) return "a column has a name that does not belong into its record";
    while (at < end && *at == ' ') at++;
    if (!(at = number(at, end, &column.first))) return "a column lacks its place, such as `order 3-14`";
    column.last = column.first;
    if (at < end && *at == '-' && !(at = number(at + 1, end, &column.last))) return "a column lacks its last place";
    while (at < end && *at == ' ') at++;
    if (at < end && *at == '/') {
        if (column.word->meaning != MEANS_DECIMAL) return "only a decimal has implied places";
        if (!(at = number(at + 1, end, &column.places))) return "implied places lack their number";
    }
    if (at != end) return "a column has something behind its place";
    if (column.first == 0 || column.last < column.first || column.last - column.first >= LONGEST_FIELD)
        return "a column ends before it begins, or is longer than 4096";
    if (column.places > 12) return "a decimal has more than 12 implied places";
    if (record->count == MOST_FIELDS) return "a record has more than 64 columns";
    for (place = record->count; place > 0 && record->columns[place - 1].first > column.first; place--)
        record->columns[place] = record->columns[place - 1];
    record->columns[place] = column;
    record->count++;
    if (place > 0 && record->columns[place - 1].last >= column.first) return "two columns overlap";
    if (place + 1 < record->count && record->columns[place + 1].first <= column.last) return "two columns overlap";
    return 0;
}

static const char *entry_read(struct record_layout *record, unsigned kind, unsigned index, const char *text,
                              size_t len) {
    if (index > 0) return column_read(record, kind, text, len);
    if (len == 0 || len > LONGEST_TAG) return "the first entry of a record is its tag, 1 to 16 letters";
    memset(record, 0, sizeof *record);
    memcpy(record->tag, text, len);
    return 0;
}

void layout_default(struct layout *layout) {
    unsigned kind, i;
    memset(layout, 0, sizeof *layout);
    layout->tag_first = 1;
    for (kind = 0; kind < RECORD_KINDS; kind++)
        for (i = 0; defaults[kind][i]; i++)
            (void)entry_read(&layout->records[kind], kind, i, defaults[kind][i], strlen(defaults[kind][i]));
}

/* The little of JSON that the schema lets through: an object of texts, numbers and lists of texts. */
struct reader {
    const char *at, *end;
};

static char next(struct reader *reader) {
    while (reader->at < reader->end && strchr(" \t\r\n", *reader->at)) reader->at++;
    return reader->at < reader->end ? *reader->at : '\0';
}

static int take(struct reader *reader, char wanted) {
    if (next(reader) != wanted) return 0;
    reader->at++;
    return 1;
}

static int text_read(struct reader *reader, char *text, size_t size, size_t *len) {
    *len = 0;
    if (!take(reader, '"')) return 0;
    for (; reader->at < reader->end && *reader->at != '"'; reader->at++) {
        /* No name of ours needs an escape. */
        if (*reader->at == '\\' || *len + 1 >= size) return 0;
        text[(*len)++] = *reader->at;
    }
    text[*len] = '\0';
    return take(reader, '"');
}

static const char *list_read(struct reader *reader, struct record_layout *record, unsigned kind) {
    char text[128];
    size_t len;
    unsigned index = 0;
    const char *wrong;
    if (!take(reader, '[')) return "a record is a list of texts";
    /* No such record. */
    if (take(reader, ']')) {
        memset(record, 0, sizeof *record);
        return 0;
    }
    do {
        if (!text_read(reader, text, sizeof text, &len)) return "a record is a list of plain texts";
        if ((wrong = entry_read(record, kind, index++, text, len)) != 0) return wrong;
    } while (take(reader, ','));
    return take(reader, ']') ? 0 : "a list lacks its end";
}

const char *layout_read(struct layout *layout, const char *json, uint64_t len) {
    static const char *const kinds[RECORD_KINDS] = {"header", "line", "trailer"};
    struct reader reader;
    char key[32], text[32];
    const char *wrong;
    size_t size;
    unsigned kind;
    layout_default(layout);
    reader.at = json;
    reader.end = json + len;
    if (len == 0) return 0;
    if (!take(&reader, '{')) return "it is no object";
    if (take(&reader, '}')) return 0;
    do {
        if (!text_read(&reader, key, sizeof key, &size) || !take(&reader, ':')) return "it has a key out of form";
        for (kind = 0; kind < RECORD_KINDS && strcmp(key, kinds[kind]) != 0; kind++) continue;
        if (kind < RECORD_KINDS) {
            if ((wrong = list_read(&reader, &layout->records[kind], kind)) != 0) return wrong;
        } else if (strcmp(key, "encoding") == 0) {
            if (!text_read(&reader, text, sizeof text, &size)) return "`encoding` is no text";
            if (strcmp(text, "utf-8") == 0) layout->charset = CHARSET_UTF8;
            else if (strcmp(text, "latin-1") == 0) layout->charset = CHARSET_LATIN1;
            else if (strcmp(text, "ebcdic") == 0) layout->charset = CHARSET_EBCDIC;
            else return "`encoding` is `utf-8`, `latin-1` or `ebcdic`";
        } else if (strcmp(key, "record-length") == 0 || strcmp(key, "tag-at") == 0) {
            uint32_t value;
            const char *behind;
            (void)next(&reader);
            if (!(behind = number(reader.at, reader.end, &value))) return "a number is wanted";
            reader.at = behind;
            if (key[0] == 'r') layout->record_length = value;
            else if (value == 0) return "columns count from 1";
            else layout->tag_first = value;
        } else {
            return "it has a key that is not known";
        }
    } while (take(&reader, ','));
    return take(&reader, '}') ? 0 : "it lacks its end";
}
