#pragma once
// What the endpoints of a register share. Private to the kernel.

#include <vector>

#include "liren/register.h"

namespace liren {

std::int64_t id_of(const Call& call);
/// The row within the route's scope; 404 otherwise.
Record found_row(Context& context, const Register& of, std::int64_t id);
/// A new row as the body gives it, not yet checked.
Record row_of_draft(Call& call, const Register& of, Findings& findings);
/// The row with its version, what is doubtful, and whether it was merged.
void answer_row(Call& call, const Register& of, const Record& row, const Findings& findings = {});

/// The caller manages rows where the row shall lie, and sees what it shall refer to.
void require_reach(Context& context, const Register& of, const Record& row, const Record* before, Findings& findings);
/// 422 with everything that is refused; when a number is taken by a row the caller may see, the answer leads there.
void require_fit(Context& context, const Register& of, const Record& row, Findings& findings);

using RegisterHandler = void (*)(Call&, const Register&);
std::string operation(const char* verb, const Register& of, const char* what = "");
Route made_route(Method method, const Register& of, const std::string& rest, const char* permission, RegisterHandler handler, std::string name);
/// The route's body (or query) is this struct.
template <class Body>
Route reading_body(Route route) {
    route.body_schema = schema_of<Body>();
    route.read_body = [](const boost::json::value& in, Reading& reading) -> std::shared_ptr<void> {
        auto body = std::make_shared<Body>();
        Field<Body>::read(in, *body, reading);
        return body;
    };
    return route;
}
Route with_body(Route route, std::shared_ptr<const Schema> schema);
Route answering(Route route, std::shared_ptr<const Schema> schema, const char* shape = "");

/// Milliseconds since 1970 as a query says them in `at`.
Instant instant_in(const std::string& text);
/// What refers to a row, now or at an instant.
Route related_route(const Register& of);
/// Duplicates suggested, merged and taken apart; a row as it stood; a row confirmed.
void add_merging_routes(std::vector<Route>& routes, const Register& of);

}  // namespace liren
