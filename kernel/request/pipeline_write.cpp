// The second half of the pipeline for routes that write: the transaction, its idempotency record, and the rule that a write
// without an event is a defect.

#include "liren/digest.h"
#include "request/pipeline_parts.h"

namespace liren {

namespace {

const Statement find_idempotency(StoreKind::district, "kernel.find_idempotency", R"sql(
    select i.body_hash, i.status, i.response
    from kernel_idempotency i
    where i.account = :account and i.route = :route and i.key = :key
)sql");

const Statement insert_idempotency(StoreKind::district, "kernel.insert_idempotency", R"sql(
    insert into kernel_idempotency (account, route, key, body_hash, status, response, created_at)
    values (:account, :route, :key, :body_hash, :status, :response, :created_at)
    on conflict do nothing
)sql");

struct Remembered {
    std::string body_hash;
    int status = 0;
    std::string response;
};
BOOST_DESCRIBE_STRUCT(Remembered, (), (body_hash, status, response))

bool is_refusal(const std::exception_ptr& problem) {
    try {
        std::rethrow_exception(problem);
    } catch (const Error& error) {
        return error.status() == 409 || error.status() == 412 || error.status() == 422;
    } catch (...) {
        return false;
    }
}

std::string etag_of(const HttpResponse& response) {
    for (const auto& [name, value] : response.headers)
        if (name == "ETag") return value;
    return {};
}

}  // namespace

void Pipeline::execute_write(const Pointer& exchange) {
    const WriteContext who{exchange->context.account(), exchange->context.now_};
    house_.storage->write(
        exchange->context.store_, who, [this, exchange](Tx& tx) { run_write(*exchange, tx); },
        [this, exchange](std::exception_ptr problem) {
            if (!problem) return reply(*exchange);
            // On PostgreSQL two requests of one key may run side by side; the one that comes second stumbles over what the
            // first one wrote, and finds its answer when it looks again.
            if (house_.storage->is_postgres() && !exchange->idempotency_key.empty() && !exchange->asked_twice && is_refusal(problem)) {
                exchange->asked_twice = true;
                return execute_write(exchange);
            }
            refuse(*exchange, problem);
        });
}

void Pipeline::run_write(Exchange& exchange, Tx& tx) {
    Context& context = exchange.context;
    context.tx_ = &tx;
    context.db_ = &tx;
    context.headers_.clear();   // a transaction may run again
    if (!exchange.idempotency_key.empty() && replay(exchange, tx)) return;
    Call call{context, exchange.match.parts, exchange.body};
    call.response.status = exchange.route().success;
    exchange.route().handle(call);
    exchange.response = std::move(call.response);
    if (exchange.route().writes() && !exchange.route().is_silent && tx.recorded() == 0)
        throw std::logic_error("the route " + exchange.route().path + " wrote without recording an event");
    // A form that comes back with its faults is sent again, mended, under the same key.
    if (!exchange.idempotency_key.empty() && exchange.response.status < 400) remember(exchange, tx);
}

bool Pipeline::replay(Exchange& exchange, Tx& tx) {
    const auto found = tx.one<Remembered>(find_idempotency, {{"account", exchange.context.account().value}, {"route", exchange.route().name}, {"key", exchange.idempotency_key}});
    if (!found) return false;
    if (found->body_hash != exchange.body_hash) throw Error(422, "request.idempotency_key_reused");
    const auto clear = house_.keyring.open(found->response, "idempotency");
    if (!clear) throw Error(500, "error.internal", "an idempotency record does not open");
    const auto etag = clear->find('\n');
    const auto type = clear->find('\n', etag + 1);
    exchange.response = HttpResponse{.status = found->status, .content_type = clear->substr(etag + 1, type - etag - 1), .body = clear->substr(type + 1)};
    if (etag > 0) exchange.response.headers.emplace_back("ETag", clear->substr(0, etag));
    exchange.response.headers.emplace_back("Idempotent-Replay", "true");
    return true;
}

void Pipeline::remember(Exchange& exchange, Tx& tx) {
    // The answer may hold what is shown once (a case's code), so it is kept sealed.
    const std::string sealed = house_.keyring.seal(etag_of(exchange.response) + "\n" + exchange.response.content_type + "\n" + exchange.response.body, "idempotency");
    const auto inserted = tx.run(insert_idempotency, {{"account", exchange.context.account().value},
                                          {"route", exchange.route().name},
                                          {"key", exchange.idempotency_key},
                                          {"body_hash", exchange.body_hash},
                                          {"status", exchange.response.status},
                                          {"response", sealed},
                                          {"created_at", exchange.context.now_}});
    if (inserted == 0) throw Error(409, "request.still_running").retry_after(1);
}

}  // namespace liren
