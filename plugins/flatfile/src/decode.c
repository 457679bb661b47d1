/* Records to events. Every column that is not blank becomes a value with its exact bytes; what no column covers is
 * kept under its place, so nothing is dropped. */
#include "flatfile.h"

#include <stdio.h>
#include <string.h>

#define LONGEST_POINTER 48

struct decoding {
    const struct layout *layout;
    const debar_host *host;
    const debar_sink *sink;
    char text[2 * LONGEST_FIELD + 2];
    char pointer[LONGEST_POINTER];
};

#define PASS(call_)                                                                                          \
    do {                                                                                                     \
        int32_t status_ = (call_);                                                                           \
        if (status_ != DEBAR_OK) return status_;                                                             \
    } while (0)

static int32_t wrong(struct decoding *it, const struct span *at, int32_t code, const char *rule,
                     const char *message, const char *help) {
    debar_report report;
    memset(&report, 0, sizeof report);
    report.struct_size = sizeof report;
    report.code = code;
    report.offset = at->offset;
    report.length = at->len;
    report.line = at->number;
    report.rule.ptr = rule;
    report.rule.len = strlen(rule);
    report.message.ptr = message;
    report.message.len = strlen(message);
    report.help.ptr = help;
    report.help.len = strlen(help);
    it->host->report(it->host->ctx, &report);
    return code;
}

/* Where a value stands; the pointer is good until the next call. */
static debar_where place(struct decoding *it, const struct span *value, const char *word) {
    debar_where where;
    int len = snprintf(it->pointer, sizeof it->pointer, "record %llu %s", (unsigned long long)value->number, word);
    memset(&where, 0, sizeof where);
    where.struct_size = sizeof where;
    where.offset = value->offset;
    where.len = value->len;
    where.pointer.ptr = it->pointer;
    where.pointer.len = len < 0 ? 0 : (uint64_t)len < sizeof it->pointer ? (uint64_t)len : sizeof it->pointer - 1;
    if (it->layout->charset == CHARSET_EBCDIC) where.flags = DEBAR_WHERE_DECODED;
    return where;
}

/* The text of a value, and whether it stands in the document byte for byte. */
static const char *text_of(struct decoding *it, const struct span *value, uint64_t *len, debar_where *where) {
    if (it->layout->charset == CHARSET_UTF8) {
        *len = value->len;
        return (const char *)value->bytes;
    }
    *len = utf8_of(it->layout->charset, value->bytes, value->len, it->text);
    if (*len != value->len) where->flags = DEBAR_WHERE_DECODED;
    return it->text;
}

static int32_t not_text(struct decoding *it, const struct span *value) {
    if (it->layout->charset != CHARSET_UTF8 || utf8_prefix(value->bytes, value->len) == value->len) return DEBAR_OK;
    return wrong(it, value, DEBAR_E_MALFORMED, "not-utf8", "a column is not UTF-8, or ends within a letter",
                 "declare `encoding = \"latin-1\"` or `encoding = \"ebcdic\"`");
}

static int32_t text(struct decoding *it, uint32_t field, const struct span *value, const char *word) {
    debar_where where = place(it, value, word);
    uint64_t len;
    const char *letters = text_of(it, value, &len, &where);
    PASS(not_text(it, value));
    return it->sink->str(it->sink->ctx, field, letters, len, &where);
}

static int32_t extra(struct decoding *it, const struct span *value, const char *key) {
    debar_where where = place(it, value, key);
    uint64_t len;
    const char *letters = text_of(it, value, &len, &where);
    PASS(not_text(it, value));
    return it->sink->ext(it->sink->ctx, key, strlen(key), letters, len, &where);
}

/* A number as mainframes write it: zeros in front, a sign on either side or over the last digit, places implied.
 * 0: it is none. */
static size_t decimal(const struct layout *layout, const struct span *value, uint32_t places, char *out) {
    char digits[64];
    size_t count = 0, len = 0, at, whole;
    int minus = 0, point = -1, sign = 0;
    for (at = 0; at < value->len; at++) {
        char c = ascii_of(layout->charset, value->bytes[at]);
        int last = at + 1 == value->len;
        if ((c == '+' || c == '-') && (at == 0 || last) && !sign) {
            minus = c == '-';
            sign = 1;
            continue;
        }
        if (c == '.' && point < 0) {
            point = (int)count;
            continue;
        }
        if (last && !sign && ((c >= 'A' && c <= 'R') || c == '{' || c == '}')) {
            minus = c == '}' || (c >= 'J' && c <= 'R');
            c = c == '{' || c == '}' ? '0' : (char)(c >= 'J' ? '1' + (c - 'J') : '1' + (c - 'A'));
        }
        if (c < '0' || c > '9' || count == 38) return 0;
        digits[count++] = c;
    }
    if (count == 0) return 0;
    /* A point that is written counts before one that is implied. */
    if (point < 0 && places > 0) {
        while (count <= places) {
            if (count == sizeof digits) return 0;
            memmove(digits + 1, digits, count++);
            digits[0] = '0';
        }
        point = (int)(count - places);
    }
    whole = point < 0 ? count : (size_t)point;
    if (minus) out[len++] = '-';
    for (at = 0; at + 1 < whole && digits[at] == '0'; at++) continue;
    if (whole == 0) out[len++] = '0';
    for (; at < whole; at++) out[len++] = digits[at];
    if (whole < count) {
        out[len++] = '.';
        for (; at < count; at++) out[len++] = digits[at];
    }
    return len;
}

static int32_t number(struct decoding *it, const struct column *column, const struct span *value) {
    char out[80];
    debar_where where = place(it, value, column->word->word);
    size_t len = decimal(it->layout, value, column->places, out);
    if (len == 0) {
        static const char remark[] = "a column that should hold a number holds text, which is searched as text";
        PASS(extra(it, value, column->word->word));
        return it->sink->ext(it->sink->ctx, "remark", 6, remark, sizeof remark - 1, NULL);
    }
    if (len != value->len || memcmp(out, value->bytes, len) != 0) where.flags = DEBAR_WHERE_DECODED;
    return it->sink->dec(it->sink->ctx, column->word->field, out, len, &where);
}

static int32_t pair(struct decoding *it, uint32_t node, uint32_t first, const char *scheme, uint32_t second,
                    const struct span *value, const char *word) {
    const debar_sink *sink = it->sink;
    debar_where where = place(it, value, word);
    PASS(sink->begin(sink->ctx, node, &where));
    PASS(sink->str(sink->ctx, first, scheme, strlen(scheme), NULL));
    PASS(text(it, second, value, word));
    return sink->end(sink->ctx);
}

static int is_party(const struct column *column) {
    return column->word->meaning == MEANS_NAME || column->word->meaning == MEANS_COUNTRY ||
           column->word->meaning == MEANS_PARTY_ID;
}

/* Everything that a record says of one party, at the first column that does. */
static int32_t party(struct decoding *it, const struct record_layout *layout, const struct span *record,
                     uint32_t index) {
    const debar_sink *sink = it->sink;
    const char *role = layout->columns[index].word->role;
    uint32_t i;
    for (i = 0; i < layout->count; i++) {
        const struct column *column = &layout->columns[i];
        struct span value;
        if (!is_party(column) || strcmp(column->word->role, role) != 0) continue;
        value = record_columns(it->layout, record, column->first, column->last);
        if (value.len == 0) continue;
        if (i < index) return DEBAR_OK; /* told already */
        break;
    }
    PASS(sink->begin(sink->ctx, DEBAR_NODE_PARTY, NULL));
    PASS(sink->str(sink->ctx, DEBAR_FIELD_ROLE, role, strlen(role), NULL));
    for (i = 0; i < layout->count; i++) {
        const struct column *column = &layout->columns[i];
        struct span value;
        if (!is_party(column) || strcmp(column->word->role, role) != 0) continue;
        value = record_columns(it->layout, record, column->first, column->last);
        if (value.len == 0) continue;
        if (column->word->meaning == MEANS_PARTY_ID) {
            PASS(pair(it, DEBAR_NODE_IDENTIFIER, DEBAR_FIELD_SCHEME, column->word->scheme, DEBAR_FIELD_VALUE,
                      &value, column->word->word));
        } else {
            uint32_t field = column->word->meaning == MEANS_NAME ? DEBAR_FIELD_NAME : DEBAR_FIELD_COUNTRY;
            PASS(text(it, field, &value, column->word->word));
        }
    }
    return sink->end(sink->ctx);
}

/* What stands between two columns, or behind the last. */
static int32_t gap(struct decoding *it, const struct span *record, uint64_t first, uint64_t last) {
    char key[40];
    struct span value;
    while (first <= last) {
        uint64_t end = last - first >= LONGEST_FIELD ? first + LONGEST_FIELD - 1 : last;
        /* A letter of several bytes is not cut. */
        while (it->layout->charset == CHARSET_UTF8 && end < last && end > first &&
               (record->bytes[end] & 0xc0) == 0x80)
            end--;
        value = record_columns(it->layout, record, (uint32_t)first, (uint32_t)end);
        if (value.len) {
            (void)snprintf(key, sizeof key, "columns %llu-%llu", (unsigned long long)first,
                           (unsigned long long)end);
            PASS(extra(it, &value, key));
        }
        first = end + 1;
    }
    return DEBAR_OK;
}

static int32_t columns(struct decoding *it, enum record kind, const struct span *record) {
    const struct record_layout *layout = &it->layout->records[kind];
    uint64_t covered = it->layout->tag_first - 1 + strlen(layout->tag);
    uint32_t i;
    PASS(gap(it, record, 1, it->layout->tag_first - 1));
    for (i = 0; i < layout->count; i++) {
        const struct column *column = &layout->columns[i];
        struct span value = record_columns(it->layout, record, column->first, column->last);
        uint64_t before = column->first - 1 < record->len ? column->first - 1 : record->len;
        PASS(gap(it, record, covered + 1, before));
        if (column->last > covered) covered = column->last;
        if (value.len == 0) continue;
        switch (column->word->meaning) {
        case MEANS_TEXT: PASS(text(it, column->word->field, &value, column->word->word)); break;
        case MEANS_DECIMAL: PASS(number(it, column, &value)); break;
        case MEANS_NAME:
        case MEANS_COUNTRY:
        case MEANS_PARTY_ID: PASS(party(it, layout, record, i)); break;
        case MEANS_ITEM_ID:
            PASS(pair(it, DEBAR_NODE_IDENTIFIER, DEBAR_FIELD_SCHEME, column->word->scheme, DEBAR_FIELD_VALUE,
                      &value, column->word->word));
            break;
        case MEANS_CLASS:
            PASS(pair(it, DEBAR_NODE_CLASSIFICATION, DEBAR_FIELD_CLASS_SCHEME, column->word->scheme,
                      DEBAR_FIELD_CLASS_CODE, &value, column->word->word));
            break;
        case MEANS_COUNT: {
            uint64_t lines = 0, at;
            for (at = 0; at < value.len && at < 12; at++) {
                char c = ascii_of(it->layout->charset, value.bytes[at]);
                if (c < '0' || c > '9') break;
                lines = lines * 10 + (uint64_t)(c - '0');
            }
            if (at < value.len)
                return wrong(it, &value, DEBAR_E_MALFORMED, "count", "the count of lines is no number", "");
            PASS(it->sink->declare(it->sink->ctx, lines));
            break;
        }
        }
    }
    return gap(it, record, covered + 1, record->len);
}

int32_t flatfile_decode(const struct layout *layout, const debar_host *host, const uint8_t *bytes, uint64_t len,
                        const debar_sink *sink) {
    struct decoding it;
    struct span record;
    uint64_t at = 0;
    int more, open = 0;
    it.layout = layout;
    it.host = host;
    it.sink = sink;
    memset(&record, 0, sizeof record);
    while ((more = record_next(layout, bytes, len, &at, &record)) != 0) {
        enum record kind;
        debar_where where;
        if (more < 0)
            return wrong(&it, &record, DEBAR_E_MALFORMED, "cut", "the last record is shorter than the others",
                         "send the whole file, or mend `record-length`");
        if (host->cancelled(host->ctx)) return DEBAR_E_CANCELLED;
        kind = record_kind(layout, &record);
        if (kind == RECORD_KINDS)
            return wrong(&it, &record, DEBAR_E_MALFORMED, "unknown-record", "a record has a tag that is not declared",
                         "declare it as `header`, `line` or `trailer` in the plugin's configuration");
        if (kind != RECORD_HEADER && !open)
            return wrong(&it, &record, DEBAR_E_MALFORMED, "no-header", "a record stands before the first header",
                         "send each order with its header record");
        where = place(&it, &record, "");
        if (where.pointer.len) where.pointer.len--; /* the blank before no word */
        if (kind == RECORD_HEADER) {
            if (open && layout->records[RECORD_TRAILER].tag[0])
                return wrong(&it, &record, DEBAR_E_MALFORMED, "no-trailer", "an order has no trailer",
                             "send the whole order: without its trailer lines may be missing");
            if (open) PASS(sink->end(sink->ctx));
            PASS(sink->begin(sink->ctx, DEBAR_NODE_REQUEST, &where));
            PASS(sink->str(sink->ctx, DEBAR_FIELD_FORMAT, "flatfile", 8, NULL));
            open = 1;
            PASS(columns(&it, kind, &record));
        } else if (kind == RECORD_LINE) {
            PASS(sink->begin(sink->ctx, DEBAR_NODE_LINE, &where));
            PASS(columns(&it, kind, &record));
            PASS(sink->end(sink->ctx));
        } else {
            PASS(columns(&it, kind, &record));
            PASS(sink->end(sink->ctx));
            open = 0;
        }
    }
    if (open && layout->records[RECORD_TRAILER].tag[0])
        return wrong(&it, &record, DEBAR_E_MALFORMED, "no-trailer", "the last order has no trailer",
                     "send the whole file: without its trailer lines may be missing");
    return open ? sink->end(sink->ctx) : DEBAR_OK;
}
