#include "test_doors.h"

#include <boost/json.hpp>

#include "liren/form.h"

namespace liren {

namespace {

std::string events_of(House& house, const std::string& store) {
    std::string json;
    JsonWriter out(json);
    out.begin_object();
    out.key("items");
    out.begin_array();
    for (std::int64_t after = 0;;) {
        const auto events = house.storage->sealed_after(store, after, 1'000);
        for (const SealedEvent& event : events) {
            out.begin_object();
            out.key("seq");
            out.integer(event.seq);
            out.key("name");
            out.string(event.name);
            out.key("subject");
            if (event.subject > 0) out.string(id_text(event.subject));
            else out.null();
            out.key("version");
            out.integer(event.version);
            out.key("fields");
            out.string(event.fields);
            out.end_object();
            after = event.seq;
        }
        if (events.size() < 1'000) break;
    }
    out.end_array();
    out.end_object();
    return json;
}

std::string chain_of(House& house, const std::string& store) {
    const auto fault = house.storage->check_chain(store);
    std::string json;
    JsonWriter out(json);
    out.begin_object();
    out.key("intact");
    out.boolean(!fault);
    out.key("fault");
    if (fault) out.string(fault->what);
    else out.null();
    out.end_object();
    return json;
}

}  // namespace

bool answer_test_door(House& house, const HttpRequest& request, HttpResponse& response) {
    if (!house.settings.test || !request.path.starts_with("/test/")) return false;
    const std::string_view door = std::string_view(request.path).substr(6);
    if (request.method == Method::post && door == "clock") {
        house.clock.set({boost::json::parse(request.body).at("now").to_number<std::int64_t>()});
        response.body = R"({"set":true})";
    } else if (request.method == Method::post && door == "jobs") {
        response.body = "{\"ran\":" + std::to_string(house.jobs.run_due() + house.subscribers.run_pending()) + "}";
    } else if (request.method == Method::get && door == "events") {
        response.body = events_of(house, query_value(request, "store"));
    } else if (request.method == Method::get && door == "chain") {
        response.body = chain_of(house, query_value(request, "store"));
    } else if (request.method == Method::get && door == "statistics") {
        const StorageStatistics numbers = house.storage->statistics();
        response.body = "{\"commits\":" + std::to_string(numbers.commits) + ",\"writes\":" + std::to_string(numbers.writes) + "}";
    } else {
        return false;
    }
    return true;
}

}  // namespace liren
