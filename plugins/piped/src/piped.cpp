// Orders in lines of cells with bars between them, as warehouse systems and hand-written exports send them. C++11,
// without exceptions, run-time types and the C++ library: what it needs at run time is the C library.
#include "debar_plugin.h"

#include <cstdlib>
#include <cstring>

#define VERSION "0.1.0"

DEBAR_PLUGIN_NOTE("id=piped\nversion=" VERSION "\nabi=1.0\ntitle=orders with bars between cells\n"
                  "media=text/x-piped-order\nmagic=4f52447c\nanswer=answer lines\n");

namespace {

// A text that is not owned.
struct Text {
    const char *ptr;
    uint64_t len;

    template <size_t N> static Text of(const char (&letters)[N]) { return Text{letters, N - 1}; }
    bool is(const Text &other) const { return len == other.len && std::memcmp(ptr, other.ptr, len) == 0; }
};

// Bytes that grow and are freed on every way out.
class Buffer {
  public:
    Buffer() : bytes_(nullptr), len_(0), room_(0) {}
    ~Buffer() { std::free(bytes_); }
    Buffer(const Buffer &) = delete;
    Buffer &operator=(const Buffer &) = delete;

    void clear() { len_ = 0; }
    bool push(const char *bytes, uint64_t len) {
        if (len_ + len > room_) {
            const uint64_t room = (len_ + len) * 2 + 64;
            char *grown = static_cast<char *>(std::realloc(bytes_, static_cast<size_t>(room)));
            if (!grown) return false;
            bytes_ = grown;
            room_ = room;
        }
        if (len) std::memcpy(bytes_ + len_, bytes, static_cast<size_t>(len));
        len_ += len;
        return true;
    }
    bool push(char letter) { return push(&letter, 1); }
    Text text() const { return Text{bytes_, len_}; }

  private:
    char *bytes_;
    uint64_t len_, room_;
};

// A cell as it stands: a backslash takes the next letter as it is, `\n` is a line feed.
struct Cell {
    const char *ptr;
    uint64_t offset, len;
    bool escaped;
};

// The cells of one line, one after the other.
class Row {
  public:
    Row(const uint8_t *bytes, uint64_t begin, uint64_t end) : bytes_(bytes), at_(begin), end_(end), more_(true) {}

    bool next(Cell &cell) {
        if (!more_) return false;
        cell.offset = at_;
        cell.escaped = false;
        while (at_ < end_ && bytes_[at_] != '|') {
            if (bytes_[at_] == '\\' && at_ + 1 < end_) {
                cell.escaped = true;
                at_++;
            }
            at_++;
        }
        cell.ptr = reinterpret_cast<const char *>(bytes_ + cell.offset);
        cell.len = at_ - cell.offset;
        more_ = at_ < end_;
        at_++;
        return true;
    }

  private:
    const uint8_t *bytes_;
    uint64_t at_, end_;
    bool more_;
};

// A line of the document, without its end; empty ones are passed over.
class Lines {
  public:
    Lines(const uint8_t *bytes, uint64_t len) : begin(0), end(0), number(0), bytes_(bytes), len_(len), next_(0) {}

    bool next() {
        while (next_ < len_) {
            begin = next_;
            const void *found = std::memchr(bytes_ + begin, '\n', static_cast<size_t>(len_ - begin));
            end = found ? static_cast<uint64_t>(static_cast<const uint8_t *>(found) - bytes_) : len_;
            next_ = end + (found ? 1 : 0);
            number++;
            if (end > begin && bytes_[end - 1] == '\r') end--;
            if (end > begin) return true;
        }
        return false;
    }

    uint64_t begin, end, number;

  private:
    const uint8_t *bytes_;
    uint64_t len_, next_;
};

// Where a cell goes.
struct Place {
    const char *name; // nullptr: has no field of its own
    uint32_t field;
    bool decimal;
};

const Place order_cells[] = {{"id", DEBAR_FIELD_DOCUMENT_ID, false},
                             {"issued", DEBAR_FIELD_ISSUED, false},
                             {"currency", DEBAR_FIELD_CURRENCY, false},
                             {"comment", DEBAR_FIELD_COMMENT, false}};
const Place line_cells[] = {{"id", DEBAR_FIELD_LINE_ID, false},
                            {"description", DEBAR_FIELD_DESCRIPTION, false},
                            {"manufacturer part", DEBAR_FIELD_MANUFACTURER_PART, false},
                            {"quantity", DEBAR_FIELD_QUANTITY, true},
                            {"unit", DEBAR_FIELD_UNIT, false},
                            {"unit price", DEBAR_FIELD_UNIT_PRICE, true},
                            {"origin", DEBAR_FIELD_ORIGIN, false}};

int to_text(char *out, uint64_t number) {
    char digits[20];
    int count = 0, len = 0;
    do {
        digits[count++] = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number);
    while (count) out[len++] = digits[--count];
    return len;
}

// How many bytes from the beginning are UTF-8.
uint64_t utf8_prefix(const uint8_t *bytes, uint64_t len) {
    uint64_t at = 0;
    while (at < len) {
        uint8_t first = bytes[at];
        unsigned more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2
                        : first >= 0xf0 && first < 0xf5 ? 3 : 4, i;
        if (more == 4 || len - at <= more) return at;
        for (i = 1; i <= more; i++)
            if ((bytes[at + i] & 0xc0) != 0x80) return at;
        // Overlong forms, surrogates, beyond the last letter.
        if ((first == 0xe0 && bytes[at + 1] < 0xa0) || (first == 0xed && bytes[at + 1] > 0x9f) ||
            (first == 0xf0 && bytes[at + 1] < 0x90) || (first == 0xf4 && bytes[at + 1] > 0x8f))
            return at;
        at += more + 1;
    }
    return len;
}

class Decoder {
  public:
    Decoder(const debar_host *host, const debar_sink *sink, const uint8_t *bytes, uint64_t len)
        : host_(host), sink_(sink), bytes_(bytes), lines_(bytes, len), len_(len), in_order_(false), in_line_(false) {}

    int32_t run() {
        const uint64_t good = utf8_prefix(bytes_, len_);
        while (lines_.next()) {
            if (lines_.end > good) return wrong("not-utf8", "the file is not UTF-8", "save it as UTF-8");
            if (host_->cancelled(host_->ctx)) return DEBAR_E_CANCELLED;
            Row row(bytes_, lines_.begin, lines_.end);
            Cell tag;
            (void)row.next(tag);
            const int32_t status = record(Text{tag.ptr, tag.len}, row);
            if (status != DEBAR_OK) return status;
        }
        if (in_order_) return wrong("no-end", "the last order has no `END` line", "send the whole file");
        return DEBAR_OK;
    }

  private:
    int32_t record(const Text &tag, Row &row) {
        if (tag.is(Text::of("ORD"))) {
            if (in_order_) return wrong("no-end", "an order has no `END` line", "send the whole order");
            in_order_ = true;
            int32_t status = begin(DEBAR_NODE_REQUEST);
            if (status == DEBAR_OK) status = plain(DEBAR_FIELD_FORMAT, Text::of("piped"));
            return status == DEBAR_OK ? cells(row, order_cells, "ORD") : status;
        }
        if (!in_order_) return wrong("no-order", "a line stands before the first `ORD` line", "begin with `ORD`");
        if (tag.is(Text::of("LIN"))) {
            int32_t status = close_line();
            if (status == DEBAR_OK) status = begin(DEBAR_NODE_LINE);
            in_line_ = status == DEBAR_OK;
            return status == DEBAR_OK ? cells(row, line_cells, "LIN") : status;
        }
        if (tag.is(Text::of("PTY"))) return party(row);
        if (tag.is(Text::of("DIG"))) return digest(row);
        if (tag.is(Text::of("END"))) return order_end(row);
        return wrong("unknown-line", "a line begins with no word of the format",
                     "the words are `ORD`, `PTY`, `LIN`, `DIG` and `END`");
    }

    int32_t order_end(Row &row) {
        Cell cell;
        int32_t status = close_line();
        if (status != DEBAR_OK) return status;
        if (row.next(cell) && cell.len) {
            uint64_t lines = 0;
            for (uint64_t at = 0; at < cell.len; at++) {
                if (cell.ptr[at] < '0' || cell.ptr[at] > '9' || at == 12)
                    return wrong("count", "the count of lines is no number", "write it in digits");
                lines = lines * 10 + static_cast<uint64_t>(cell.ptr[at] - '0');
            }
            if ((status = sink_->declare(sink_->ctx, lines)) != DEBAR_OK) return status;
        }
        if ((status = rest(row, "END", 2)) != DEBAR_OK) return status;
        in_order_ = false;
        return sink_->end(sink_->ctx);
    }

    // PTY|role|name|country|scheme|id
    int32_t party(Row &row) {
        Cell cell;
        int32_t status = begin(DEBAR_NODE_PARTY);
        for (unsigned index = 1; status == DEBAR_OK && index <= 3 && row.next(cell); index++) {
            if (!cell.len) continue;
            status = index == 1   ? text(DEBAR_FIELD_ROLE, cell, "role")
                     : index == 2 ? text(DEBAR_FIELD_NAME, cell, "name")
                                  : text(DEBAR_FIELD_COUNTRY, cell, "country");
        }
        Cell scheme, id;
        if (status == DEBAR_OK && row.next(scheme)) {
            id.len = 0;
            (void)row.next(id);
            if (scheme.len && id.len) {
                status = begin(DEBAR_NODE_IDENTIFIER);
                if (status == DEBAR_OK) status = text(DEBAR_FIELD_SCHEME, scheme, "scheme");
                if (status == DEBAR_OK) status = text(DEBAR_FIELD_VALUE, id, "id");
                if (status == DEBAR_OK) status = sink_->end(sink_->ctx);
            } else if (scheme.len || id.len) {
                // One without the other is no identifier, and is not dropped either.
                status = extra("PTY", scheme.len ? 4 : 5, scheme.len ? scheme : id);
            }
        }
        if (status == DEBAR_OK) status = rest(row, "PTY", 6);
        return status == DEBAR_OK ? sink_->end(sink_->ctx) : status;
    }

    // DIG|algorithm|value, of the line before it
    int32_t digest(Row &row) {
        Cell algorithm, value;
        if (!in_line_) return wrong("no-line", "a digest stands before the first `LIN` line", "write it below its line");
        if (!row.next(algorithm) || !algorithm.len || !row.next(value) || !value.len)
            return wrong("digest", "a digest lacks its algorithm or its value", "write `DIG|sha256|...`");
        int32_t status = begin(DEBAR_NODE_DIGEST);
        if (status == DEBAR_OK) status = text(DEBAR_FIELD_ALGORITHM, algorithm, "algorithm");
        if (status == DEBAR_OK) status = text(DEBAR_FIELD_DIGEST_VALUE, value, "value");
        if (status == DEBAR_OK) status = sink_->end(sink_->ctx);
        return status == DEBAR_OK ? rest(row, "DIG", 3) : status;
    }

    template <size_t N> int32_t cells(Row &row, const Place (&places)[N], const char *tag) {
        Cell cell;
        for (unsigned index = 0; index < N; index++) {
            if (!row.next(cell)) return DEBAR_OK;
            if (!cell.len) continue;
            const Place &place = places[index];
            int32_t status;
            if (place.decimal && is_decimal(cell)) {
                debar_where where = at(cell.offset, cell.len, place.name);
                status = sink_->dec(sink_->ctx, place.field, cell.ptr, cell.len, &where);
            } else if (place.decimal) {
                status = extra(tag, index + 1, cell);
            } else {
                status = text(place.field, cell, place.name);
            }
            if (status != DEBAR_OK) return status;
        }
        return rest(row, tag, N + 1);
    }

    // Cells that have no field are kept under their place.
    int32_t rest(Row &row, const char *tag, unsigned index) {
        Cell cell;
        for (; row.next(cell); index++) {
            if (!cell.len) continue;
            const int32_t status = extra(tag, index, cell);
            if (status != DEBAR_OK) return status;
        }
        return DEBAR_OK;
    }

    int32_t extra(const char *tag, unsigned index, const Cell &cell) {
        char key[32];
        std::memcpy(key, tag, 3);
        key[3] = '.';
        const int len = 4 + to_text(key + 4, index);
        debar_where where = at(cell.offset, cell.len, "");
        const Text value = plain_of(cell, where);
        if (!value.ptr) return DEBAR_E_LIMIT;
        return sink_->ext(sink_->ctx, key, static_cast<uint64_t>(len), value.ptr, value.len, &where);
    }

    static bool is_decimal(const Cell &cell) {
        uint64_t at = cell.len && cell.ptr[0] == '-' ? 1 : 0, whole = at, digits = 0;
        bool point = false;
        for (; at < cell.len; at++) {
            if (cell.ptr[at] == '.' && !point && at > whole && at + 1 < cell.len) point = true;
            else if (cell.ptr[at] < '0' || cell.ptr[at] > '9' || ++digits > 38) return false;
        }
        const bool zeros = cell.len > whole + 1 && cell.ptr[whole] == '0' && cell.ptr[whole + 1] != '.';
        return digits > 0 && !zeros;
    }

    int32_t text(uint32_t field, const Cell &cell, const char *name) {
        debar_where where = at(cell.offset, cell.len, name);
        const Text value = plain_of(cell, where);
        if (!value.ptr) return DEBAR_E_LIMIT;
        return sink_->str(sink_->ctx, field, value.ptr, value.len, &where);
    }

    Text plain_of(const Cell &cell, debar_where &where) {
        if (!cell.escaped) return Text{cell.ptr, cell.len};
        where.flags = DEBAR_WHERE_DECODED;
        scratch_.clear();
        for (uint64_t at = 0; at < cell.len; at++) {
            char letter = cell.ptr[at];
            if (letter == '\\' && at + 1 < cell.len) {
                letter = cell.ptr[++at];
                if (letter == 'n') letter = '\n';
            }
            if (!scratch_.push(letter)) return Text{nullptr, 0};
        }
        return scratch_.text();
    }

    int32_t plain(uint32_t field, const Text &value) {
        return sink_->str(sink_->ctx, field, value.ptr, value.len, nullptr);
    }

    int32_t begin(uint32_t node) {
        debar_where where = at(lines_.begin, lines_.end - lines_.begin, "");
        return sink_->begin(sink_->ctx, node, &where);
    }

    int32_t close_line() {
        if (!in_line_) return DEBAR_OK;
        in_line_ = false;
        return sink_->end(sink_->ctx);
    }

    // A place; its pointer is good until the next one.
    debar_where at(uint64_t offset, uint64_t len, const char *name) {
        debar_where where;
        std::memset(&where, 0, sizeof where);
        std::memcpy(pointer_, "line ", 5);
        size_t used = 5 + static_cast<size_t>(to_text(pointer_ + 5, lines_.number));
        const size_t more = std::strlen(name);
        if (more && used + 1 + more < sizeof pointer_) {
            pointer_[used++] = ' ';
            std::memcpy(pointer_ + used, name, more);
            used += more;
        }
        where.struct_size = sizeof where;
        where.offset = offset;
        where.len = len;
        where.pointer.ptr = pointer_;
        where.pointer.len = used;
        return where;
    }

    int32_t wrong(const char *rule, const char *message, const char *help) {
        debar_report report;
        std::memset(&report, 0, sizeof report);
        report.struct_size = sizeof report;
        report.code = DEBAR_E_MALFORMED;
        report.offset = lines_.begin;
        report.length = lines_.end - lines_.begin;
        report.line = lines_.number;
        report.rule.ptr = rule;
        report.rule.len = std::strlen(rule);
        report.message.ptr = message;
        report.message.len = std::strlen(message);
        report.help.ptr = help;
        report.help.len = std::strlen(help);
        host_->report(host_->ctx, &report);
        return DEBAR_E_MALFORMED;
    }

    const debar_host *host_;
    const debar_sink *sink_;
    const uint8_t *bytes_;
    Lines lines_;
    uint64_t len_;
    bool in_order_, in_line_;
    Buffer scratch_;
    char pointer_[64];
};

// Appends a text as one cell.
bool push_cell(Buffer &line, const Text &text) {
    if (!line.push('|')) return false;
    for (uint64_t at = 0; at < text.len; at++) {
        const char letter = text.ptr[at];
        if (letter == '\n' ? !line.push("\\n", 2)
            : letter == '|' || letter == '\\'
                ? !line.push('\\') || !line.push(letter)
                : !line.push(letter == '\r' ? ' ' : letter))
            return false;
    }
    return true;
}

Text word_of(uint32_t verdict) {
    return verdict == DEBAR_ALLOW    ? Text::of("allow")
           : verdict == DEBAR_REVIEW ? Text::of("review")
                                     : Text::of("deny");
}

Text text_of(const debar_text &text) { return Text{text.ptr, text.len}; }

// ANS|order|verdict|complete|instant|decision, then ANL|line|verdict and WHY|line|reason
class Encoder {
  public:
    explicit Encoder(const debar_out *out) : out_(out) {}

    int32_t one(const debar_decision &decision, const Text &order) {
        const bool cancel = decision.already_transmitted && decision.role != DEBAR_ROLE_SELLER &&
                            decision.verdict != DEBAR_ALLOW && decision.verdict != DEBAR_REVIEW;
        bool room = line_.push("ANS", 3) && push_raw(order) &&
                    push_cell(line_, cancel ? Text::of("cancel") : word_of(decision.verdict)) &&
                    push_cell(line_, decision.complete ? Text::of("complete") : text_of(decision.hold_code)) &&
                    push_cell(line_, text_of(decision.at)) && push_cell(line_, text_of(decision.decision_id)) &&
                    line_.push('\n') && whys(Text::of(""), decision.reasons, decision.reason_count);
        const char *at = reinterpret_cast<const char *>(decision.lines);
        for (uint64_t i = 0; room && i < decision.line_count; i++, at += decision.line_stride) {
            const debar_decision_line &line = *reinterpret_cast<const debar_decision_line *>(at);
            room = line_.push("ANL", 3) && push_cell(line_, text_of(line.line_id)) &&
                   push_cell(line_, word_of(line.verdict)) && line_.push('\n') &&
                   whys(text_of(line.line_id), line.reasons, line.reason_count);
        }
        if (!room) return DEBAR_E_LIMIT;
        const Text answer = line_.text();
        const int32_t status =
            out_->write(out_->ctx, reinterpret_cast<const uint8_t *>(answer.ptr), answer.len);
        line_.clear();
        return status;
    }

  private:
    // A cell of the document is escaped already.
    bool push_raw(const Text &cell) { return line_.push('|') && line_.push(cell.ptr, cell.len); }

    bool whys(const Text &line, const debar_text *reasons, uint64_t count) {
        for (uint64_t i = 0; i < count; i++)
            if (!(line_.push("WHY", 3) && push_cell(line_, line) && push_cell(line_, text_of(reasons[i])) &&
                  line_.push('\n')))
                return false;
        return true;
    }

    const debar_out *out_;
    Buffer line_;
};

int32_t describe(const debar_out *out) {
    static const char text[] =
        "{\"id\":\"piped\",\"version\":\"" VERSION "\",\"abi\":\"1.0\",\"title\":\"orders with bars between cells\","
        "\"media_types\":[\"text/x-piped-order\"],\"magic\":[\"4f52447c\"],\"answers\":[\"answer lines\"],"
        "\"config_schema\":{\"type\":\"object\",\"additionalProperties\":false}}";
    return out->write(out->ctx, reinterpret_cast<const uint8_t *>(text), sizeof text - 1);
}

// All an instance knows is its host.
int32_t create(const debar_host *host, const char *, uint64_t, debar_instance **instance) {
    const debar_host **made = static_cast<const debar_host **>(std::malloc(sizeof *made));
    if (!made) return DEBAR_E_LIMIT;
    *made = host;
    *instance = reinterpret_cast<debar_instance *>(made);
    return DEBAR_OK;
}

void destroy(debar_instance *instance) { std::free(instance); }

uint32_t sniff(const uint8_t *head, uint64_t len) { return len >= 4 && std::memcmp(head, "ORD|", 4) == 0 ? 70 : 0; }

int32_t decode(debar_instance *instance, const char *, uint64_t, const debar_source *source,
               const debar_sink *sink) {
    const uint8_t *bytes = nullptr;
    uint64_t len = 0;
    const int32_t status = source->map(source->ctx, &bytes, &len);
    if (status != DEBAR_OK) return status;
    return Decoder(*reinterpret_cast<const debar_host **>(instance), sink, bytes, len).run();
}

int32_t encode(debar_instance *, const char *, uint64_t, const debar_source *source,
               const debar_decision *const *decisions, uint64_t count, const debar_out *out) {
    const uint8_t *bytes = nullptr;
    uint64_t len = 0, told = 0;
    int32_t status = source->map(source->ctx, &bytes, &len);
    if (status == DEBAR_OK) status = out->header(out->ctx, "content-type", 12, "text/x-piped-order", 18);
    if (status != DEBAR_OK) return status;
    Lines lines(bytes, len);
    Encoder encoder(out);
    while (told < count && lines.next()) {
        Row row(bytes, lines.begin, lines.end);
        Cell tag, id;
        (void)row.next(tag);
        if (!Text{tag.ptr, tag.len}.is(Text::of("ORD"))) continue;
        const debar_decision &decision = *decisions[told++];
        if (decision.role < DEBAR_ROLE_BUYER_GATE || decision.role > DEBAR_ROLE_SELLER) return DEBAR_E_UNSUPPORTED;
        const bool named = row.next(id);
        status = encoder.one(decision, named ? Text{id.ptr, id.len} : Text::of(""));
        if (status != DEBAR_OK) return status;
    }
    return told == count ? DEBAR_OK : DEBAR_E_ARGUMENT;
}

const void *get_extension(debar_instance *, const char *, uint64_t) { return nullptr; }

const debar_plugin_api api = {DEBAR_PLUGIN_MAGIC, sizeof(debar_plugin_api), 0, 0, describe, create, destroy,
                              sniff,       decode,                   encode, get_extension};

} // namespace

const debar_plugin_api *debar_plugin_entry_v1(uint32_t) { return &api; }
