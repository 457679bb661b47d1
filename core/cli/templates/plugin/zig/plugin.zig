//! Orders in text files: the first line is the order's number, every other line an article.
const std = @import("std");
/// The header as zig reads it: see the Makefile.
const c = @import("abi.zig");

var instance_memory: u8 = 0;

const description =
    \\{"id":"@ID@","version":"0.1.0","abi":"1.0","title":"orders of one article a line","media_types":["text/x-@ID@"],"answers":["verdict lines"],"config_schema":{"type":"object","additionalProperties":false}}
;

fn describe(out: [*c]const c.debar_out) callconv(.c) i32 {
    return out.*.write.?(out.*.ctx, description.ptr, description.len);
}

/// This plugin keeps nothing between calls.
fn create(_: [*c]const c.debar_host, _: [*c]const u8, _: u64, instance: [*c]?*c.debar_instance) callconv(.c) i32 {
    instance.* = @ptrCast(&instance_memory);
    return c.DEBAR_OK;
}

fn destroy(_: ?*c.debar_instance) callconv(.c) void {}

fn sniff(head: [*c]const u8, len: u64) callconv(.c) u32 {
    return if (len >= 3 and std.mem.eql(u8, head[0..3], "PO-")) 60 else 0;
}

fn place(offset: u64, text: []const u8, pointer: []const u8) c.debar_where {
    var where = std.mem.zeroes(c.debar_where);
    where.struct_size = @sizeOf(c.debar_where);
    where.offset = offset;
    where.len = text.len;
    where.pointer = .{ .ptr = pointer.ptr, .len = pointer.len };
    return where;
}

fn decode(_: ?*c.debar_instance, _: [*c]const u8, _: u64, source: [*c]const c.debar_source, sink: [*c]const c.debar_sink) callconv(.c) i32 {
    var bytes: [*c]const u8 = null;
    var len: u64 = 0;
    const mapped = source.*.map.?(source.*.ctx, &bytes, &len);
    if (mapped != c.DEBAR_OK) return mapped;
    const document: []const u8 = if (len == 0) "" else bytes[0..len];
    // Whatever the host answers but DEBAR_OK goes up at once.
    say(document, sink) catch |refused| return status_of(refused);
    return c.DEBAR_OK;
}

const Refused = error{Refused};
threadlocal var last: i32 = c.DEBAR_OK;

fn pass(status: i32) Refused!void {
    last = status;
    if (status != c.DEBAR_OK) return error.Refused;
}

fn status_of(_: Refused) i32 {
    return last;
}

fn say(document: []const u8, sink: [*c]const c.debar_sink) Refused!void {
    const s = sink.*;
    const whole = place(0, document, "/");
    try pass(s.begin.?(s.ctx, c.DEBAR_NODE_REQUEST, &whole));
    try pass(s.str.?(s.ctx, c.DEBAR_FIELD_FORMAT, "@ID@", "@ID@".len, null));
    var row: u64 = 0;
    var articles: u64 = 0;
    var at: u64 = 0;
    while (at < document.len) {
        const end = std.mem.indexOfScalarPos(u8, document, at, '\n') orelse document.len;
        var line = document[at..end];
        if (line.len > 0 and line[line.len - 1] == '\r') line = line[0 .. line.len - 1];
        const begin = at;
        at = end + 1;
        row += 1;
        if (line.len == 0) continue;
        var buffer: [32]u8 = undefined;
        const pointer = std.fmt.bufPrint(&buffer, "row {d}", .{row}) catch "";
        const where = place(begin, line, pointer);
        if (row == 1) {
            try pass(s.str.?(s.ctx, c.DEBAR_FIELD_DOCUMENT_ID, line.ptr, line.len, &where));
            continue;
        }
        try pass(s.begin.?(s.ctx, c.DEBAR_NODE_LINE, &where));
        try pass(s.str.?(s.ctx, c.DEBAR_FIELD_DESCRIPTION, line.ptr, line.len, &where));
        try pass(s.end.?(s.ctx));
        articles += 1;
    }
    const reason = "the order has no articles";
    if (articles == 0) try pass(s.empty.?(s.ctx, reason, reason.len));
    try pass(s.end.?(s.ctx));
}

fn encode(_: ?*c.debar_instance, _: [*c]const u8, _: u64, _: [*c]const c.debar_source, decisions: [*c]const [*c]const c.debar_decision, count: u64, out: [*c]const c.debar_out) callconv(.c) i32 {
    const status = out.*.header.?(out.*.ctx, "content-type", 12, "text/plain", 10);
    if (status != c.DEBAR_OK) return status;
    for (0..count) |i| {
        // From line to line by the stride: later hosts have longer ones.
        const decision = decisions[i].*;
        for (0..decision.line_count) |j| {
            const at = @intFromPtr(decision.lines) + j * decision.line_stride;
            const line: *const c.debar_decision_line = @ptrFromInt(at);
            const word = switch (line.verdict) {
                c.DEBAR_ALLOW => "allow",
                c.DEBAR_REVIEW => "review",
                else => "deny",
            };
            var buffer: [64]u8 = undefined;
            const text = std.fmt.bufPrint(&buffer, "{d} {s}\n", .{ line.ordinal, word }) catch return c.DEBAR_E_LIMIT;
            const wrote = out.*.write.?(out.*.ctx, text.ptr, text.len);
            if (wrote != c.DEBAR_OK) return wrote;
        }
    }
    return c.DEBAR_OK;
}

fn get_extension(_: ?*c.debar_instance, _: [*c]const u8, _: u64) callconv(.c) ?*const anyopaque {
    return null;
}

const api = c.debar_plugin_api{
    .magic = c.DEBAR_PLUGIN_MAGIC,
    .struct_size = @sizeOf(c.debar_plugin_api),
    .abi_minor = c.DEBAR_ABI_MINOR,
    .flags = 0,
    .describe = describe,
    .create = create,
    .destroy = destroy,
    .sniff = sniff,
    .decode = decode,
    .encode = encode,
    .get_extension = get_extension,
};

export fn debar_plugin_entry_v1(_: u32) callconv(.c) *const c.debar_plugin_api {
    return &api;
}
