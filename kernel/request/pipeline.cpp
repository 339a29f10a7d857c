#include "request/pipeline_parts.h"

#include <algorithm>

#include "liren/plain_page.h"

namespace liren {

namespace {

constexpr std::string_view pages_policy =
    "default-src 'self'; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self' http://*.localhost:*";

Route stream_route() {
    Route route{.method = Method::get, .path = "/api/d/{d}/events", .access = Access::signed_in("each event is checked against the listener's scope"), .name = "listen"};
    route.is_stream = true;
    route.reply_shape = "raw";
    return route;
}

}  // namespace

std::string store_of(const Match& match) {
    if (!match.district.empty()) return "d" + match.district;
    if (match.route->path.starts_with("/api/city/")) return "city";
    return "gate";
}

Pipeline::Pipeline(House& house, Fallback fallback) : house_(house), impl_(std::make_unique<Impl>(house.settings)) {
    impl_->fallback = std::move(fallback);
    impl_->own_routes.push_back(stream_route());
    for (const Route& route : impl_->own_routes) impl_->router.add(route);
    for (const Module& module : house_.modules)
        for (const Route& route : module.routes) impl_->router.add(route);
}

Pipeline::~Pipeline() = default;

std::size_t Pipeline::body_limit(Method method, std::string_view path) const {
    const Match match = impl_->router.find(method, path);
    return match.route ? match.route->largest_body : 64 * 1024;
}

void Pipeline::accept(HttpRequest&& request, Responder responder) {
    auto exchange = std::make_shared<Exchange>();
    exchange->request = std::make_shared<const HttpRequest>(std::move(request));
    exchange->responder = std::move(responder);
    exchange->context.house_ = &house_;
    exchange->context.request_ = exchange->request;
    exchange->context.language_ = Texts::choose(exchange->request->header("accept-language"));
    try {
        admit(exchange);
    } catch (...) {
        refuse(*exchange, std::current_exception());
    }
}

void Pipeline::admit(const Pointer& exchange) {
    const HttpRequest& request = *exchange->request;
    exchange->match = impl_->router.find(request.method, request.path);
    if (!exchange->match.route) {
        HttpResponse response;
        if (impl_->fallback(request, response)) return finish(*exchange, std::move(response));
        throw exchange->match.path_exists ? Error(405, "request.method") : Error(404, "error.not_found");
    }
    check_sender(*exchange);
    identify(*exchange);
    check_access(*exchange);
    if (exchange->route().is_stream) return open_stream(exchange);
    read_conditions(*exchange);
    read_input(*exchange);
    exchange->context.now_ = house_.clock.now();
    if (exchange->route().preparation) return prepare(exchange);
    execute(exchange);
}

void Pipeline::prepare(const Pointer& exchange) {
    Workers& workers = exchange->route().is_raw || exchange->route().is_form ? impl_->uploads : impl_->preparers;
    const bool taken = workers.submit([this, exchange] {
        try {
            house_.storage->read(exchange->context.store_, [&](Db& db) {
                exchange->context.db_ = &db;
                Call call{exchange->context, exchange->match.parts, exchange->body};
                exchange->context.prepared_ = exchange->route().preparation(call);
            });
            exchange->context.db_ = nullptr;
            if (!exchange->context.form_key_.empty()) exchange->idempotency_key = exchange->context.form_key_;
            execute(exchange);
        } catch (...) {
            refuse(*exchange, std::current_exception());
        }
    });
    if (!taken) throw Error(429, "request.too_busy").retry_after(2);
}

void Pipeline::execute(const Pointer& exchange) {
    const Route& route = exchange->route();
    if (route.writes() || route.is_look) return execute_write(exchange);
    // On PostgreSQL a read waits for another process, so it never runs where requests arrive.
    if (route.reads_inline && !house_.storage->is_postgres()) return execute_read(exchange);
    const bool taken = impl_->readers.submit([this, exchange] {
        try {
            execute_read(exchange);
        } catch (...) {
            refuse(*exchange, std::current_exception());
        }
    });
    if (!taken) throw Error(503, "request.too_busy").retry_after(1);
}

void Pipeline::execute_read(const Pointer& exchange) {
    Call call{exchange->context, exchange->match.parts, exchange->body};
    call.response.status = exchange->route().success;
    house_.storage->read(exchange->context.store_, [&](Db& db) {
        exchange->context.db_ = &db;
        exchange->route().handle(call);
    });
    exchange->response = std::move(call.response);
    reply(*exchange);
}

void Pipeline::open_stream(const Pointer& exchange) {
    HttpResponse head;
    head.content_type = "text/event-stream; charset=utf-8";
    head.headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
    std::int64_t after = -1;
    if (const std::string_view last = exchange->request->header("last-event-id"); !last.empty())
        after = std::max<std::int64_t>(0, std::strtoll(std::string(last).c_str(), nullptr, 10));
    auto stream = exchange->responder.stream(std::move(head));
    if (stream) house_.live->listen(exchange->context.store_, exchange->context.principal_, std::move(stream), after);
}

void Pipeline::reply(Exchange& exchange) {
    for (auto& header : exchange.context.headers_) exchange.response.headers.push_back(std::move(header));
    if (exchange.request->method == Method::get) {
        const std::string_view known = exchange.request->header("if-none-match");
        for (const auto& [name, value] : exchange.response.headers)
            // A row's version is for If-Match only: what is joined to the row (grants, posts, names) changes without it.
            if (!known.empty() && name == "ETag" && value == known && !value.starts_with("\"v")) {
                exchange.response.status = 304;
                exchange.response.body.clear();
            }
    }
    finish(exchange, std::move(exchange.response));
}

/// problem+json for programs; a page for whoever stands before one.
HttpResponse Pipeline::refusal(const Exchange& exchange, const Error& error) const {
    HttpResponse response = problem_response(error, house_.texts, exchange.context.language());
    if (error.status() == 405) response.headers.emplace_back("Allow", impl_->router.methods_of(exchange.request->path));
    if (!exchange.request || !wants_page(*exchange.request)) return response;
    Html page = refusal_page(exchange.context, error);
    response.content_type = "text/html; charset=utf-8";
    response.body = std::move(page.text);
    return response;
}

void Pipeline::refuse(Exchange& exchange, std::exception_ptr problem) {
    // The route, not the address: what stands in an address may open a door (the token of a link).
    const std::string_view route = exchange.match.route ? std::string_view(exchange.match.route->path) : std::string_view("-");
    try {
        std::rethrow_exception(problem);
    } catch (const Error& error) {
        if (!error.detail().empty())
            log(error.status() >= 500 ? LogLevel::error : LogLevel::warning, "request.refused", {{"route", route}, {"key", error.key()}, {"detail", error.detail()}});
        finish(exchange, refusal(exchange, error));
    } catch (const std::exception& error) {
        log(LogLevel::error, "request.failed", {{"route", route}, {"what", error.what()}});
        finish(exchange, refusal(exchange, Error(500, "error.internal")));
    }
}

void Pipeline::finish(Exchange& exchange, HttpResponse&& response) {
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    if (response.content_type.starts_with("text/html")) {
        response.headers.emplace_back("Content-Security-Policy", pages_policy);
        response.headers.emplace_back("Referrer-Policy", "strict-origin");
    }
    const auto cached = std::find_if(response.headers.begin(), response.headers.end(), [](const auto& h) { return h.first == "Cache-Control"; });
    if (cached == response.headers.end()) response.headers.emplace_back("Cache-Control", response.headers.empty() ? "no-store" : "private, no-cache");
    if (house_.settings.demo) response.headers.emplace_back("X-Liren-Demo", "1");
    const auto spent = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - exchange.arrived).count();
    log(LogLevel::info, "request",
        {{"method", method_name(exchange.request->method)},
         {"route", exchange.match.route ? std::string_view(exchange.match.route->path) : std::string_view("-")},
         {"status", static_cast<std::int64_t>(response.status)},
         {"us", spent},
         {"account", exchange.context.account().value}});
    exchange.responder(std::move(response));
}

}  // namespace liren
