#pragma once
// The one way in: every request passes session → access → validation → preparation → transaction → scope → handler → event →
// commit → reply, in this order, whatever module it goes to. Refusals come in a fixed order as well: stranger 401; no such
// role in this district 403; unknown district, other district, or a row outside the scope 404.

#include <functional>
#include <memory>
#include <string>

#include "liren/http.h"
#include "liren/request.h"

namespace liren {

class House;

class Pipeline {
public:
    /// Answers what no route matches (assets, app pages, /healthz); false when it does not know the path either.
    using Fallback = std::function<bool(const HttpRequest&, HttpResponse&)>;

    Pipeline(House& house, Fallback fallback);
    ~Pipeline();

    void accept(HttpRequest&& request, Responder responder);
    std::size_t body_limit(Method method, std::string_view path) const;

    /// OpenAPI 3.1 of every route, made from the schemas.
    static std::string openapi(const std::vector<Module>& modules);

private:
    struct Exchange;
    struct Impl;
    using Pointer = std::shared_ptr<Exchange>;

    void admit(const Pointer& exchange);
    void check_sender(const Exchange& exchange) const;
    void identify(Exchange& exchange);
    void check_access(Exchange& exchange);
    void read_input(Exchange& exchange);
    void read_conditions(Exchange& exchange);
    void read_json(Exchange& exchange);
    void prepare(const Pointer& exchange);
    void execute(const Pointer& exchange);
    void execute_read(const Pointer& exchange);
    void execute_write(const Pointer& exchange);
    void run_write(Exchange& exchange, Tx& tx);
    bool replay(Exchange& exchange, Tx& tx);
    void remember(Exchange& exchange, Tx& tx);
    void open_stream(const Pointer& exchange);
    void reply(Exchange& exchange);
    HttpResponse refusal(const Exchange& exchange, const Error& error) const;
    void refuse(Exchange& exchange, std::exception_ptr problem);
    void finish(Exchange& exchange, HttpResponse&& response);

    House& house_;
    std::unique_ptr<Impl> impl_;
};

}  // namespace liren
