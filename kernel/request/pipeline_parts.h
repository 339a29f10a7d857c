#pragma once
// The state of one request on its way through the pipeline, and the pipeline's own parts. Private to kernel/request.

#include <chrono>
#include <optional>

#include "liren/house.h"
#include "liren/live.h"
#include "liren/log.h"
#include "liren/pipeline.h"
#include "liren/sessions.h"
#include "request/problem.h"
#include "request/rate.h"
#include "request/router.h"
#include "request/workers.h"

namespace liren {

struct Pipeline::Exchange {
    std::shared_ptr<const HttpRequest> request;
    Responder responder;
    Match match;
    Context context;
    std::shared_ptr<void> body;
    HttpResponse response;
    std::string idempotency_key;
    std::string body_hash;
    bool asked_twice = false;
    std::chrono::steady_clock::time_point arrived = std::chrono::steady_clock::now();

    const Route& route() const { return *match.route; }
};

struct Pipeline::Impl {
    explicit Impl(const Settings& settings)
        : readers(settings.workers, 1'000), preparers(2, static_cast<std::size_t>(settings.sign_in_queue)), uploads(2, uploads_waiting) {}

    static constexpr std::size_t uploads_waiting = 64;   ///< of at most 12 MB each

    Router router;
    std::vector<Route> own_routes;
    Fallback fallback;
    RateLimiter rates;
    Workers readers;       ///< reads that may be slow
    Workers preparers;     ///< argon2: bounded, so that a log-in storm delays nobody else
    Workers uploads;       ///< images: of their own, so that a storm of photos keeps nobody from signing in
};

/// "city", "gate", or the district's store name ("d140502"); empty for a path of no store.
std::string store_of(const Match& match);

}  // namespace liren
