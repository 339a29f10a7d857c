#include "liren/house.h"
#include "liren/names.h"
#include "liren/request.h"

namespace liren {

namespace {

const Statement changes_since(StoreKind::district, "kernel.changes_since", R"sql(
    select e.at, e.actor, e.fields
    from kernel_events e
    where e.subject = :subject and e.subject_kind = :subject_kind and e.version > :version
    order by e.id
)sql", "kernel_events_subject");

const Statement insert_look(StoreKind::district, "kernel.insert_look", R"sql(
    insert into kernel_looks (id, account, subject_kind, subject, field_names, reason, context_kind, context, at, bucket)
    values (:id, :account, :subject_kind, :subject, :field_names, :reason, :context_kind, :context, :at, :bucket)
    on conflict do nothing
)sql");

constexpr std::int64_t look_window_ms = minutes_ms(15);

struct Change {
    Instant at;
    std::int64_t actor = 0;
    std::string fields;
};
BOOST_DESCRIBE_STRUCT(Change, (), (at, actor, fields))

}  // namespace

Tx& Context::tx() {
    if (!tx_) throw std::logic_error("a reading route asked for a transaction");
    return *tx_;
}

Scope Context::scope_for(std::string_view permission) const {
    if (!principal_) return {};
    return house_->roles()->scope(*principal_, permission, district_.empty() ? "*" : district_);
}

void Context::expect_version(std::string_view subject_kind, std::int64_t subject, std::int64_t current) {
    if (expected_version_ != current) stale(subject_kind, subject, current);
}

void Context::stale(std::string_view subject_kind, std::int64_t subject, std::int64_t current) {
    const auto changes = db().all<Change>(changes_since, {{"subject", subject}, {"subject_kind", subject_kind}, {"version", expected_version_}});
    std::string json;
    JsonWriter out(json);
    out.begin_object();
    out.key("version");
    out.integer(current);
    if (!changes.empty()) {
        out.key("changed_at");
        out.integer(changes.back().at.ms);
        out.key("changed_by");
        out.string(house_->display_name(AccountId{changes.back().actor}));
    }
    out.key("fields");
    out.begin_array();
    for (const Change& change : changes)
        for (std::string_view rest = change.fields; !rest.empty();) {
            const auto comma = rest.find(',');
            out.string(rest.substr(0, comma));
            rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
        }
    out.end_array();
    out.end_object();
    throw Error(412, "request.changed_meanwhile").attach("current", json);
}

void Context::look(std::string_view subject_kind, std::int64_t subject, std::string_view fields, std::string_view reason,
                   std::string_view context_kind, std::int64_t context) {
    tx().run(insert_look, {{"id", new_id()},
                                                                   {"account", account().value},
                                                                   {"subject_kind", subject_kind},
                                                                   {"subject", subject},
                                                                   {"field_names", fields},
                                                                   {"reason", reason},
                                                                   {"context_kind", context_kind},
                                                                   {"context", context},
                                                                   {"at", now_},
                                                                   {"bucket", now_.ms / look_window_ms}});
}

namespace route_detail {

std::int64_t path_id(const std::string& part) {
    if (const auto id = parse_id(part)) return *id;
    not_found();
}

void answer(Call& call, Nothing&&) { call.response.status = 204; }

void answer(Call& call, Html&& page) {
    call.response.status = page.status;
    call.response.content_type = "text/html; charset=utf-8";
    call.response.body = std::move(page.text);
}

void answer(Call& call, SeeOther&& to) {
    call.response.status = 303;
    call.response.headers.emplace_back("Location", std::move(to.location));
}

void set_version(Call& call, std::int64_t version) { call.response.headers.emplace_back("ETag", "\"v" + std::to_string(version) + "\""); }

void write_cursor(JsonWriter& out, const std::string& next) {
    out.key("next");
    if (next.empty()) out.null();
    else out.string(next);
}

}  // namespace route_detail

}  // namespace liren
