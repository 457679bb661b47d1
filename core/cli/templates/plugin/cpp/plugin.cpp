// Orders in text files: the first line is the order's number, every other line an article. No exceptions and nothing
// of the C++ library: what the plugin needs at run time is the C library.
#include "debar_plugin.h"

#include <cstdio>
#include <cstring>

DEBAR_PLUGIN_NOTE("id=@ID@\nversion=0.1.0\nabi=1.0\ntitle=orders of one article a line\nmedia=text/x-@ID@\n"
                  "answer=verdict lines\n");

namespace {

int instance_memory;

// The sink, with the first answer that is not DEBAR_OK kept: after it nothing is said any more.
class Writer {
  public:
    explicit Writer(const debar_sink *sink) : sink_(sink), status_(DEBAR_OK) {}

    int32_t status() const { return status_; }
    void begin(uint32_t node, const debar_where &where) {
        if (status_ == DEBAR_OK) status_ = sink_->begin(sink_->ctx, node, &where);
    }
    void str(uint32_t field, const char *text, uint64_t len, const debar_where *where) {
        if (status_ == DEBAR_OK) status_ = sink_->str(sink_->ctx, field, text, len, where);
    }
    void empty(const char *reason) {
        if (status_ == DEBAR_OK) status_ = sink_->empty(sink_->ctx, reason, std::strlen(reason));
    }
    void end() {
        if (status_ == DEBAR_OK) status_ = sink_->end(sink_->ctx);
    }

  private:
    const debar_sink *sink_;
    int32_t status_;
};

debar_where place(uint64_t offset, uint64_t len, const char *pointer) {
    debar_where where;
    std::memset(&where, 0, sizeof where);
    where.struct_size = sizeof where;
    where.offset = offset;
    where.len = len;
    where.pointer.ptr = pointer;
    where.pointer.len = std::strlen(pointer);
    return where;
}

int32_t describe(const debar_out *out) {
    static const char text[] =
        "{\"id\":\"@ID@\",\"version\":\"0.1.0\",\"abi\":\"1.0\",\"title\":\"orders of one article a line\","
        "\"media_types\":[\"text/x-@ID@\"],\"answers\":[\"verdict lines\"],"
        "\"config_schema\":{\"type\":\"object\",\"additionalProperties\":false}}";
    return out->write(out->ctx, reinterpret_cast<const uint8_t *>(text), sizeof text - 1);
}

// This plugin keeps nothing between calls.
int32_t create(const debar_host *, const char *, uint64_t, debar_instance **instance) {
    *instance = reinterpret_cast<debar_instance *>(&instance_memory);
    return DEBAR_OK;
}

void destroy(debar_instance *) {}

uint32_t sniff(const uint8_t *head, uint64_t len) { return len >= 3 && std::memcmp(head, "PO-", 3) == 0 ? 60 : 0; }

int32_t decode(debar_instance *, const char *, uint64_t, const debar_source *source, const debar_sink *sink) {
    const uint8_t *bytes = nullptr;
    uint64_t len = 0, row = 0, articles = 0;
    const int32_t status = source->map(source->ctx, &bytes, &len);
    if (status != DEBAR_OK) return status;
    Writer writer(sink);
    writer.begin(DEBAR_NODE_REQUEST, place(0, len, "/"));
    writer.str(DEBAR_FIELD_FORMAT, "@ID@", sizeof "@ID@" - 1, nullptr);
    for (uint64_t at = 0, next; at < len && writer.status() == DEBAR_OK; at = next) {
        const void *found = std::memchr(bytes + at, '\n', static_cast<size_t>(len - at));
        uint64_t end = found ? static_cast<uint64_t>(static_cast<const uint8_t *>(found) - bytes) : len;
        next = end + 1;
        row++;
        if (end > at && bytes[end - 1] == '\r') end--;
        if (end == at) continue;
        const char *line = reinterpret_cast<const char *>(bytes + at);
        char pointer[32];
        std::snprintf(pointer, sizeof pointer, "row %llu", static_cast<unsigned long long>(row));
        const debar_where where = place(at, end - at, pointer);
        if (row == 1) {
            writer.str(DEBAR_FIELD_DOCUMENT_ID, line, end - at, &where);
            continue;
        }
        writer.begin(DEBAR_NODE_LINE, where);
        writer.str(DEBAR_FIELD_DESCRIPTION, line, end - at, &where);
        writer.end();
        articles++;
    }
    if (!articles) writer.empty("the order has no articles");
    writer.end();
    return writer.status();
}

int32_t encode(debar_instance *, const char *, uint64_t, const debar_source *,
               const debar_decision *const *decisions, uint64_t count, const debar_out *out) {
    int32_t status = out->header(out->ctx, "content-type", 12, "text/plain", 10);
    for (uint64_t i = 0; status == DEBAR_OK && i < count; i++) {
        // From line to line by the stride: later hosts have longer ones.
        const char *at = reinterpret_cast<const char *>(decisions[i]->lines);
        for (uint64_t j = 0; status == DEBAR_OK && j < decisions[i]->line_count; j++, at += decisions[i]->line_stride) {
            const debar_decision_line &line = *reinterpret_cast<const debar_decision_line *>(at);
            const char *word = line.verdict == DEBAR_ALLOW    ? "allow"
                               : line.verdict == DEBAR_REVIEW ? "review"
                                                              : "deny";
            char text[64];
            const int size =
                std::snprintf(text, sizeof text, "%llu %s\n", static_cast<unsigned long long>(line.ordinal), word);
            status = out->write(out->ctx, reinterpret_cast<const uint8_t *>(text), static_cast<uint64_t>(size));
        }
    }
    return status;
}

const void *get_extension(debar_instance *, const char *, uint64_t) { return nullptr; }

const debar_plugin_api api = {DEBAR_PLUGIN_MAGIC, sizeof(debar_plugin_api), DEBAR_ABI_MINOR, 0, describe, create,
                              destroy, sniff, decode, encode, get_extension};

} // namespace

const debar_plugin_api *debar_plugin_entry_v1(uint32_t) { return &api; }
