/* From bytes to records, and from records to columns. Nothing is interpreted here. */
#include "flatfile.h"

#include <string.h>

static int ends_line(const struct layout *layout, uint8_t byte) {
    if (layout->charset == CHARSET_EBCDIC) return byte == 0x15 || byte == 0x25;
    return byte == '\n';
}

static int is_blank(const struct layout *layout, uint8_t byte) {
    return byte == (layout->charset == CHARSET_EBCDIC ? 0x40 : ' ') || byte == 0;
}

int record_next(const struct layout *layout, const uint8_t *bytes, uint64_t len, uint64_t *at, struct span *record) {
    uint64_t end;
    uint8_t carriage_return = 0x0d; /* the same in both worlds */
    for (;;) {
        if (*at >= len) return 0;
        record->offset = *at;
        record->number++;
        if (layout->record_length) {
            end = *at + layout->record_length;
            *at = end < len ? end : len;
            record->len = *at - record->offset;
        } else {
            for (end = *at; end < len && !ends_line(layout, bytes[end]); end++) continue;
            *at = end < len ? end + 1 : len;
            record->len = end - record->offset;
            if (record->len && bytes[end - 1] == carriage_return) record->len--;
        }
        record->bytes = bytes + record->offset;
        for (end = 0; end < record->len && is_blank(layout, record->bytes[end]); end++) continue;
        /* An empty record holds nothing; a last end-of-file mark of CP/M age neither. */
        if (end == record->len || (*at == len && record->len == 1 && record->bytes[0] == 0x1a)) continue;
        return layout->record_length && record->len < layout->record_length ? -1 : 1;
    }
}

enum record record_kind(const struct layout *layout, const struct span *record) {
    unsigned kind;
    for (kind = 0; kind < RECORD_KINDS; kind++) {
        const char *tag = layout->records[kind].tag;
        uint64_t at = layout->tag_first - 1, i;
        for (i = 0; tag[i]; i++)
            if (at + i >= record->len || ascii_of(layout->charset, record->bytes[at + i]) != tag[i]) break;
        if (i > 0 && !tag[i]) return (enum record)kind;
    }
    return RECORD_KINDS;
}

struct span record_columns(const struct layout *layout, const struct span *record, uint32_t first, uint32_t last) {
    struct span found = *record;
    uint64_t begin = first - 1, end = last;
    if (end > record->len) end = record->len;
    while (begin < end && is_blank(layout, record->bytes[begin])) begin++;
    while (end > begin && is_blank(layout, record->bytes[end - 1])) end--;
    if (begin >= end) {
        found.len = 0;
        return found;
    }
    found.bytes = record->bytes + begin;
    found.offset = record->offset + begin;
    found.len = end - begin;
    return found;
}
