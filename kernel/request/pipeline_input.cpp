// The first half of the pipeline: who sends, who they are, whether they may, and what they say.

#include <charconv>

#include <boost/json.hpp>

#include "liren/digest.h"
#include "liren/text.h"
#include "request/form.h"
#include "request/pipeline_parts.h"

namespace liren {

namespace json = boost::json;

namespace {

std::string_view host_of(std::string_view origin) {
    const auto scheme = origin.find("://");
    return scheme == std::string_view::npos ? std::string_view{} : origin.substr(scheme + 3);
}

/// In a demo directory the role cards open each role under a name of its own (clerk.localhost), so that several people can be
/// signed in side by side; all of them are this machine.
bool is_demo_neighbour(std::string_view origin_host, std::string_view host) {
    const auto name_of = [](std::string_view h) { return h.substr(0, h.rfind(':')); };
    const auto port_of = [](std::string_view h) { return h.rfind(':') == std::string_view::npos ? std::string_view{} : h.substr(h.rfind(':')); };
    const auto is_local = [](std::string_view name) { return name == "127.0.0.1" || name == "localhost" || name.ends_with(".localhost"); };
    return port_of(origin_host) == port_of(host) && is_local(name_of(origin_host)) && is_local(name_of(host));
}

bool is_safe(Method method) { return method == Method::get || method == Method::head; }

/// A query string as the JSON object of texts that a schema reads.
json::object query_object(std::string_view query) {
    json::object object;
    for (const auto& [name, value] : parse_urlencoded(query))
        if (!value.empty()) object[name] = value;
    return object;
}

}  // namespace

void Pipeline::check_sender(const Exchange& exchange) const {
    const HttpRequest& request = *exchange.request;
    if (is_safe(request.method)) return;
    const std::string_view origin = request.header("origin");
    const std::string_view host = request.header("host");
    const bool same = !origin.empty() ? host_of(origin) == host || (house_.settings.demo && is_demo_neighbour(host_of(origin), host))
                                      : request.header("sec-fetch-site") == "same-origin";
    if (!same) throw Error(403, "request.foreign_origin");
    if (exchange.route().is_raw || request.body.empty()) return;
    const std::string_view type = request.header("content-type");
    const bool fits = exchange.route().is_form ? type.starts_with("multipart/form-data") || type.starts_with("application/x-www-form-urlencoded")
                                               : type.starts_with("application/json");
    if (!fits) throw Error(415, "request.content_type");
}

void Pipeline::identify(Exchange& exchange) {
    Context& context = exchange.context;
    const std::string_view token = exchange.request->cookie(Sessions::cookie_name(exchange.request->secure));
    if (!token.empty()) context.principal_ = house_.sessions->find(token);
    context.district_ = exchange.match.district;
    context.store_ = store_of(exchange.match);
}

void Pipeline::check_access(Exchange& exchange) {
    Context& context = exchange.context;
    const Access& access = exchange.route().access;
    const bool is_district = !context.district_.empty();
    if (access.kind() != Access::Kind::anyone && !context.signed_in()) throw Error(401, "access.sign_in");
    if (is_district && !house_.storage->has(context.store_)) not_found();
    if (access.kind() == Access::Kind::permission) {
        const Principal& caller = context.principal();
        const std::string district = is_district ? context.district_ : "*";
        if (!house_.roles()->holds(caller, access.word(), district)) {
            bool belongs = !is_district || caller.home_district == district;
            for (const Grant& grant : caller.grants) belongs = belongs || grant.district == district || grant.district == "*";
            throw belongs ? Error(403, "access.no_role") : Error(404, "error.not_found");
        }
        context.scope_ = house_.roles()->scope(caller, access.word(), district);
    }
    if (is_district && !house_.storage->trouble(context.store_).empty()) throw Error(503, "storage.closed", house_.storage->trouble(context.store_)).retry_after(60);
    const int limit = exchange.route().strangers_per_minute * house_.settings.limit_scale;
    if (limit > 0 && !context.signed_in() && !impl_->rates.take(exchange.request->peer + " " + exchange.route().name, limit))
        throw Error(429, "request.too_often").retry_after(60);
}

void Pipeline::read_conditions(Exchange& exchange) {
    const Route& route = exchange.route();
    if (route.needs_version) {
        std::string_view condition = exchange.request->header("if-match");
        if (condition.empty()) throw Error(428, "request.if_match_missing");
        if (!condition.starts_with("\"v") || !condition.ends_with('"')) throw Error(400, "request.if_match_form");
        condition = condition.substr(2, condition.size() - 3);
        const auto [end, problem] = std::from_chars(condition.data(), condition.data() + condition.size(), exchange.context.expected_version_);
        if (problem != std::errc{} || end != condition.data() + condition.size()) throw Error(400, "request.if_match_form");
    }
    // A look is never answered from memory: each is made, and recorded, anew.
    if (!route.writes() || route.is_form || route.is_look) return;
    exchange.idempotency_key = exchange.request->header("idempotency-key");
    if (exchange.idempotency_key.size() > 80) throw Error(400, "request.idempotency_key_form");
}

void Pipeline::read_input(Exchange& exchange) {
    const Route& route = exchange.route();
    if (route.read_body && !route.is_form) read_json(exchange);
    const bool must_have_key = route.method == Method::post && route.writes() && !route.is_repeatable && !route.is_form;
    if (must_have_key && exchange.idempotency_key.empty()) throw Error(400, "request.idempotency_key_missing");
    if (!exchange.idempotency_key.empty()) exchange.body_hash = hex(sha256(exchange.request->path + "\n" + exchange.request->body));   // of the same row too
}

void Pipeline::read_json(Exchange& exchange) {
    const Route& route = exchange.route();
    json::value input;
    if (route.method == Method::get) {
        input = query_object(exchange.request->query);
    } else {
        json::error_code problem;
        json::parse_options options;
        options.max_depth = 16;
        input = json::parse(exchange.request->body.empty() ? "{}" : exchange.request->body, problem, {}, options);
        if (problem) throw Error(400, "request.bad_json");
        if (const auto* object = input.if_object())
            if (const auto* ref = object->if_contains("client_ref"); ref && ref->is_string()) exchange.idempotency_key = std::string(ref->get_string());
    }
    Reading reading;
    exchange.body = route.read_body(input, reading);
    if (!reading.faults().empty()) throw Error("request.invalid", reading.take());
}

}  // namespace liren
