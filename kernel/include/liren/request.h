#pragma once
// What a handler sees, and how a module declares its routes. A handler is a plain function that reads top to bottom:
//
//   static Versioned<CaseDetail> close_case(Context& context, CaseId id, const Closure& body);
//   post("/api/d/{d}/cases/{id}/closure", Access::permission("cases.verify"), close_case, "close_case").changes()
//
// Its arguments after Context are the path's {parts} in order (without {d}), then, if it has one, a described struct that is
// read from the JSON body (POST, PUT, PATCH) or from the query (GET). The store it reads or writes follows from the path:
// /api/city/…, /api/gate/…, or {d}. One pipeline serves every route: session → access → validation → preparation →
// transaction → scope → handler → event → commit → reply.

#include <any>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "liren/access.h"
#include "liren/embedded.h"
#include "liren/http.h"
#include "liren/schema.h"
#include "liren/sql.h"

namespace liren {

class House;
class Context;

// ---- answers -----------------------------------------------------------------------------------------------------------

struct Nothing {};                                           ///< 204

template <class T>
struct Created {                                             ///< 201
    T body;
};
template <class T>
struct Versioned {                                           ///< 200 with ETag "v<version>"
    T body;
    std::int64_t version = 0;
};
template <class T>
struct Page {                                                ///< 200 {items, next}
    std::vector<T> items;
    std::string next;                                        ///< cursor; empty on the last page
};
template <class T>
struct Items {                                               ///< 200 {items}
    std::vector<T> items;
};
struct Html {                                                ///< a page rendered here
    std::string text;
    int status = 200;
};
struct SeeOther {                                            ///< 303, after a plain form
    std::string location;
};

// ---- the request as a handler sees it ----------------------------------------------------------------------------------

class Context {
public:
    bool signed_in() const { return principal_ != nullptr; }
    /// The caller; only behind Access::signed_in or ::permission, or after signed_in() said yes.
    const Principal& principal() const { return *principal_; }
    AccountId account() const { return principal_ ? principal_->account : AccountId{}; }

    /// The rows the route's permission reaches for this caller.
    const Scope& scope() const { return scope_; }
    Scope scope_for(std::string_view permission) const;
    /// Whether the caller holds the permission for a row that lies there.
    bool may(std::string_view permission, const Placement& at) const { return covers(scope_for(permission), at); }

    Db& db() { return *db_; }
    Tx& tx();                                                ///< only in a writing route
    Instant now() const { return now_; }
    const std::string& district() const { return district_; }
    const std::string& store() const { return store_; }
    const HttpRequest& request() const { return *request_; }
    House& house() const { return *house_; }
    std::string_view language() const { return language_; }  ///< "zh-CN" or "en"

    /// The version the caller has seen (If-Match). Throws 412 with what changed since, by whom, unless it is `current`.
    void expect_version(std::string_view subject_kind, std::int64_t subject, std::int64_t current);
    /// For a guarded update that changed 0 rows: somebody was faster.
    [[noreturn]] void stale(std::string_view subject_kind, std::int64_t subject, std::int64_t current);

    /// Records that the caller sees clear personal fields of a row; the answer leaves only after it is durable. One look per
    /// person × row × reason × 15 minutes. `context_kind`/`context` name the open case or visit that is the reason.
    void look(std::string_view subject_kind, std::int64_t subject, std::string_view fields, std::string_view reason,
              std::string_view context_kind = {}, std::int64_t context = 0);

    /// What the route's preparation returned.
    template <class P>
    const P& prepared() const { return std::any_cast<const P&>(prepared_); }

    /// In the preparation of a plain form: the form's own idempotency key, so that two taps make one thing.
    void idempotent_by(std::string key) { form_key_ = std::move(key); }

    void header(std::string name, std::string value) { headers_.emplace_back(std::move(name), std::move(value)); }

private:
    friend class Pipeline;
    friend struct Call;

    House* house_ = nullptr;
    std::shared_ptr<const Principal> principal_;
    Scope scope_;
    Db* db_ = nullptr;
    Tx* tx_ = nullptr;
    Instant now_;
    std::string district_, store_;
    std::shared_ptr<const HttpRequest> request_;
    std::string language_;
    std::int64_t expected_version_ = -1;
    std::any prepared_;
    std::string form_key_;
    std::vector<std::pair<std::string, std::string>> headers_;
};

// ---- routes ------------------------------------------------------------------------------------------------------------

/// One call of a route: what the type-erased handler works on. Modules do not meet it.
struct Call {
    Context& context;
    const std::vector<std::string>& path_parts;
    const std::shared_ptr<void>& body;
    HttpResponse response{};
};

class Route {
public:
    Method method = Method::get;
    std::string path;
    Access access;
    std::string name;                                        ///< the handler's name; operationId in openapi.json
    std::function<void(Call&)> handle;
    std::function<std::any(Call&)> preparation;
    std::function<std::shared_ptr<void>(const boost::json::value&, Reading&)> read_body;
    std::shared_ptr<const Schema> body_schema;               ///< null: takes none
    std::shared_ptr<const Schema> reply_schema;              ///< null: no JSON
    std::string reply_shape;                                 ///< "", "page", "items", "html", "raw"
    int success = 200;
    bool reads_inline = false, needs_version = false, is_repeatable = false, is_raw = false, is_look = false, is_form = false, is_silent = false, is_stream = false;
    std::size_t largest_body = 64 * 1024;
    int strangers_per_minute = 0;

    bool writes() const { return method != Method::get && !reads_only; }
    bool reads_only = false;

    /// A short read (by id, or a keyset list) that runs where the request arrived.
    Route&& inline_read() && { reads_inline = true; return std::move(*this); }
    /// Changes an existing row: If-Match is required.
    Route&& changes() && { needs_version = true; return std::move(*this); }
    /// Doing it twice does no harm, so no Idempotency-Key is asked for.
    Route&& repeatable() && { is_repeatable = true; return std::move(*this); }
    /// A POST that only reads (its question is too private for a URL).
    Route&& only_reads() && { reads_only = true; is_repeatable = true; return std::move(*this); }
    /// The body is bytes, at most `limit` of them; the handler takes them from context.request().body.
    Route&& raw_body(std::size_t limit) && { is_raw = true; largest_body = limit; return std::move(*this); }
    Route&& body_limit(std::size_t limit) && { largest_body = limit; return std::move(*this); }
    /// At most so many calls a minute from one address that is not signed in.
    Route&& strangers(int per_minute) && { strangers_per_minute = per_minute; return std::move(*this); }
    /// May answer with clear personal fields (Unmasked): runs on the writer and records a look.
    Route&& looks() && { is_look = true; return std::move(*this); }
    /// An HTML form of a plain page (multipart/form-data or urlencoded), answered with HTML or 303.
    Route&& form(std::size_t limit) && { is_form = true; largest_body = limit; return std::move(*this); }
    /// Writes nothing worth an event (a failed sign-in's counter). Rare; the reason stands beside it.
    Route&& records_nothing(const char* why) && { is_silent = why != nullptr; return std::move(*this); }
    /// Slow work (argon2, images) before the transaction, on a worker; what it returns is context.prepared<P>().
    template <class P, class... Args>
    Route&& prepare(P (*work)(Context&, Args...)) &&;
};

// ---- from a function to a route ----------------------------------------------------------------------------------------

namespace route_detail {

template <class A>
struct is_id : std::false_type {};
template <Word K>
struct is_id<Id<K>> : std::true_type {};
template <class A>
inline constexpr bool is_path_part = is_id<A>::value || std::is_same_v<A, std::string> || std::is_same_v<A, std::string_view>;

std::int64_t path_id(const std::string& part);   ///< 404 for what is no id

template <class A>
decltype(auto) argument(Call& call, std::size_t& next) {
    if constexpr (is_id<A>::value) return A{path_id(call.path_parts.at(next++))};
    else if constexpr (std::is_same_v<A, std::string> || std::is_same_v<A, std::string_view>) return A(call.path_parts.at(next++));
    else return static_cast<const A&>(*static_cast<const A*>(call.body.get()));
}

template <class F, class... Args>
auto invoke(F* function, Call& call, std::tuple<Args...>*) {
    std::size_t next = 0;
    // Braces: arguments are evaluated from left to right.
    std::tuple<decltype(argument<Args>(call, next))...> arguments{argument<Args>(call, next)...};
    return std::apply([&](auto&&... a) { return function(call.context, a...); }, arguments);
}

void answer(Call& call, Nothing&&);
void answer(Call& call, Html&& page);
void answer(Call& call, SeeOther&& to);
inline void answer(Call& call, HttpResponse&& response) { call.response = std::move(response); }
void set_version(Call& call, std::int64_t version);
void write_cursor(JsonWriter& out, const std::string& next);

template <class T>
void answer(Call& call, T&& body) requires boost::describe::has_describe_members<std::remove_cvref_t<T>>::value {
    call.response.body.reserve(1024);
    JsonWriter out(call.response.body);
    Field<std::remove_cvref_t<T>>::write(out, body);
}
template <class T>
void answer(Call& call, Created<T>&& created) {
    call.response.status = 201;
    answer(call, std::move(created.body));
}
template <class T>
void answer(Call& call, Versioned<T>&& versioned) {
    set_version(call, versioned.version);
    answer(call, std::move(versioned.body));
}
template <class T>
void answer(Call& call, Page<T>&& page) {
    call.response.body.reserve(64 + page.items.size() * 640);   // else it grows a dozen times, and is copied each time
    JsonWriter out(call.response.body);
    out.begin_object();
    out.key("items");
    Field<std::vector<T>>::write(out, page.items);
    write_cursor(out, page.next);
    out.end_object();
}
template <class T>
void answer(Call& call, Items<T>&& items) {
    JsonWriter out(call.response.body);
    out.begin_object();
    out.key("items");
    Field<std::vector<T>>::write(out, items.items);
    out.end_object();
}

template <class R>
struct Shape {
    static void declare(Route& route) { route.reply_schema = schema_of<R>(); }
};
template <>
struct Shape<Nothing> {
    static void declare(Route& route) { route.success = 204; }
};
template <>
struct Shape<Html> {
    static void declare(Route& route) { route.reply_shape = "html"; }
};
template <>
struct Shape<SeeOther> {
    static void declare(Route& route) { route.reply_shape = "html"; route.success = 303; }
};
template <>
struct Shape<HttpResponse> {
    static void declare(Route& route) { route.reply_shape = "raw"; }
};
template <class T>
struct Shape<Created<T>> {
    static void declare(Route& route) { Shape<T>::declare(route); route.success = 201; }
};
template <class T>
struct Shape<Versioned<T>> {
    static void declare(Route& route) { Shape<T>::declare(route); }
};
template <class T>
struct Shape<Page<T>> {
    static void declare(Route& route) { Shape<T>::declare(route); route.reply_shape = "page"; }
};
template <class T>
struct Shape<Items<T>> {
    static void declare(Route& route) { Shape<T>::declare(route); route.reply_shape = "items"; }
};

template <class... Args>
void declare_body(Route& route, std::tuple<Args...>*) {
    [[maybe_unused]] const auto one = [&]<class A>(std::type_identity<A>) {
        if constexpr (!is_path_part<A>) {
            route.body_schema = schema_of<A>();
            route.read_body = [](const boost::json::value& in, Reading& reading) -> std::shared_ptr<void> {
                auto body = std::make_shared<A>();
                Field<A>::read(in, *body, reading);
                return body;
            };
        }
    };
    (one(std::type_identity<Args>{}), ...);
}

template <class R, class... Args>
Route make_route(Method method, const char* path, Access access, R (*handler)(Context&, Args...), const char* name) {
    using Arguments = std::tuple<std::remove_cvref_t<Args>...>;
    Route route{.method = method, .path = path, .access = access, .name = name};
    route.handle = [handler](Call& call) { answer(call, invoke(handler, call, static_cast<Arguments*>(nullptr))); };
    Shape<R>::declare(route);
    declare_body(route, static_cast<Arguments*>(nullptr));
    return route;
}

}  // namespace route_detail

template <class P, class... Args>
Route&& Route::prepare(P (*work)(Context&, Args...)) && {
    using Arguments = std::tuple<std::remove_cvref_t<Args>...>;
    preparation = [work](Call& call) { return std::any(route_detail::invoke(work, call, static_cast<Arguments*>(nullptr))); };
    return std::move(*this);
}

template <class R, class... Args>
Route get(const char* path, Access access, R (*handler)(Context&, Args...), const char* name) {
    return route_detail::make_route(Method::get, path, access, handler, name);
}
template <class R, class... Args>
Route post(const char* path, Access access, R (*handler)(Context&, Args...), const char* name) {
    return route_detail::make_route(Method::post, path, access, handler, name);
}
template <class R, class... Args>
Route patch(const char* path, Access access, R (*handler)(Context&, Args...), const char* name) {
    return route_detail::make_route(Method::patch, path, access, handler, name);
}
template <class R, class... Args>
Route remove(const char* path, Access access, R (*handler)(Context&, Args...), const char* name) {
    return route_detail::make_route(Method::delete_, path, access, handler, name);
}

// ---- a module ----------------------------------------------------------------------------------------------------------

enum class Audience : std::uint8_t { timeline, audit };

struct EventName {
    const char* name;
    Audience audience;
};

/// Everything the house knows of a module: its manifest. app/modules.cpp lists them.
struct Module {
    std::string name;
    std::vector<Route> routes;
    std::vector<Permission> permissions;
    std::vector<EventName> events;
    const EmbeddedFile* files = nullptr;                     ///< migrations and language files
    std::size_t file_count = 0;
    /// Registers jobs, subscribers and caches; called once, after migration, before serving.
    std::function<void(House&)> start;
    /// Units an account holds a post in (one module of the house provides it).
    std::function<std::vector<std::int64_t>(Db& city, AccountId account)> units_of;
    /// Names of city rows by kind ("places.area"), for answers of other modules.
    std::vector<std::pair<std::string, std::function<std::string(Db& city, std::int64_t id)>>> names;
    /// Where a subject lies, for live events and files: kind → function; nullopt when it does not exist.
    std::vector<std::pair<std::string, std::function<std::optional<Placement>(Db&, std::int64_t subject)>>> placements;
};

}  // namespace liren
