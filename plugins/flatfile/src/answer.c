/* Decisions to response records: a header, a record a line and one a reason, a trailer with their count. In the
 * document's own character set, with its own ends of records; only printable ASCII, so no text makes a record. */
#include "flatfile.h"

#include <stdio.h>
#include <string.h>

#define WIDTH 132

struct answer {
    const struct layout *layout;
    const debar_out *out;
    char record[WIDTH];
    uint64_t lines;
};

static void fill(struct answer *it, const char *tag) {
    memset(it->record, ' ', sizeof it->record);
    memcpy(it->record, tag, 2);
}

static void put(struct answer *it, unsigned first, unsigned width, const char *text, uint64_t len) {
    uint64_t at;
    for (at = 0; at < len && at < width && first - 1 + at < WIDTH; at++)
        it->record[first - 1 + at] = text[at] >= 0x20 && text[at] < 0x7f ? text[at] : '?';
}

static int32_t flush(struct answer *it) {
    uint8_t record[WIDTH + 2];
    uint64_t at, len = WIDTH;
    for (at = 0; at < WIDTH; at++) record[at] = native_of(it->layout->charset, it->record[at]);
    if (!it->layout->record_length) {
        /* Blanks at the end say nothing where lines end by themselves. */
        while (len > 2 && it->record[len - 1] == ' ') len--;
        record[len++] = it->layout->charset == CHARSET_EBCDIC ? 0x15 : '\n';
    }
    return it->out->write(it->out->ctx, record, len);
}

static const char *word_of(uint32_t verdict) {
    return verdict == DEBAR_ALLOW ? "ALLOW" : verdict == DEBAR_REVIEW ? "REVIEW" : "DENY";
}

/* What the receiver is to do with the order: one that has left the buyer is cancelled, not refused. */
static const char *action_of(const debar_decision *decision) {
    if (decision->verdict == DEBAR_ALLOW) return "PROCEED";
    if (decision->verdict == DEBAR_REVIEW) return "HOLD";
    return decision->already_transmitted && decision->role != DEBAR_ROLE_SELLER ? "CANCEL" : "REJECT";
}

static int32_t reasons(struct answer *it, const char *line, uint64_t line_len, const debar_text *texts,
                       uint64_t count) {
    uint64_t i, at;
    for (i = 0; i < count; i++) {
        /* A long reason goes on in further records, which begin with `AC`. */
        for (at = 0; at == 0 || at < texts[i].len; at += WIDTH - 10) {
            fill(it, at == 0 ? "AR" : "AC");
            put(it, 3, 8, line, line_len);
            put(it, 11, WIDTH - 10, texts[i].ptr + at, texts[i].len - at);
            if (flush(it) != DEBAR_OK) return DEBAR_E_FAILED;
        }
    }
    return DEBAR_OK;
}

static int32_t one(struct answer *it, const debar_decision *decision, const struct span *order) {
    const char *at = (const char *)decision->lines;
    const char *verdict = word_of(decision->verdict), *action = action_of(decision);
    char letters[20], count[24];
    uint64_t i;
    int len;
    for (i = 0; i < order->len && i < sizeof letters; i++)
        letters[i] = ascii_of(it->layout->charset, order->bytes[i]);
    fill(it, "AH");
    put(it, 3, 20, letters, i);
    put(it, 23, 6, verdict, strlen(verdict));
    put(it, 29, 8, action, strlen(action));
    put(it, 37, 1, decision->complete ? "Y" : "N", 1);
    put(it, 38, 20, decision->at.ptr, decision->at.len);
    put(it, 58, 75, decision->decision_id.ptr, decision->decision_id.len);
    if (flush(it) != DEBAR_OK) return DEBAR_E_FAILED;
    if (reasons(it, "", 0, decision->reasons, decision->reason_count) != DEBAR_OK) return DEBAR_E_FAILED;
    for (i = 0; i < decision->line_count; i++, at += decision->line_stride) {
        const debar_decision_line *line = (const debar_decision_line *)(const void *)at;
        const char *word = word_of(line->verdict);
        fill(it, "AL");
        put(it, 3, 8, line->line_id.ptr, line->line_id.len);
        put(it, 11, 6, word, strlen(word));
        if (flush(it) != DEBAR_OK) return DEBAR_E_FAILED;
        if (reasons(it, line->line_id.ptr, line->line_id.len, line->reasons, line->reason_count) != DEBAR_OK)
            return DEBAR_E_FAILED;
    }
    fill(it, "AT");
    len = snprintf(count, sizeof count, "%05llu", (unsigned long long)decision->line_count);
    put(it, 3, 20, count, len < 0 ? 0 : (uint64_t)len);
    return flush(it);
}

/* The number of the order, from the header that the decision is about. */
static struct span order_of(const struct layout *layout, const struct span *header) {
    const struct record_layout *columns = &layout->records[RECORD_HEADER];
    struct span none = *header;
    uint32_t i;
    for (i = 0; i < columns->count; i++)
        if (columns->columns[i].word->field == DEBAR_FIELD_DOCUMENT_ID)
            return record_columns(layout, header, columns->columns[i].first, columns->columns[i].last);
    none.len = 0;
    return none;
}

int32_t flatfile_encode(const struct layout *layout, const uint8_t *bytes, uint64_t len,
                        const debar_decision *const *decisions, uint64_t count, const debar_out *out) {
    struct answer it;
    struct span record;
    uint64_t at = 0, told = 0;
    int32_t status;
    memset(&it, 0, sizeof it);
    memset(&record, 0, sizeof record);
    it.layout = layout;
    it.out = out;
    status = out->header(out->ctx, "content-type", 12, "text/x-flat-order", 17);
    if (status != DEBAR_OK) return status;
    while (told < count && record_next(layout, bytes, len, &at, &record) > 0) {
        struct span order;
        if (record_kind(layout, &record) != RECORD_HEADER) continue;
        if (decisions[told]->role < DEBAR_ROLE_BUYER_GATE || decisions[told]->role > DEBAR_ROLE_SELLER)
            return DEBAR_E_UNSUPPORTED;
        order = order_of(layout, &record);
        if ((status = one(&it, decisions[told++], &order)) != DEBAR_OK) return status;
    }
    return told == count ? DEBAR_OK : DEBAR_E_ARGUMENT;
}
