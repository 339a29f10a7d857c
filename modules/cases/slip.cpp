// The slip for the counter: number, place and a QR that leads to it, for who goes home with paper. The code stands on it only while
// the clerk who registered still has it on the screen: the server keeps no more than its hash.

#include "liren/error.h"
#include "liren/plain_page.h"
#include "liren/qr.h"
#include "organizations/organizations.h"
#include "routes.h"
#include "store.h"

namespace liren::cases {

namespace {

struct SlipView {
    std::string number, category_name, place, url, office, office_phone, office_hours;
    Instant reported_at;
    int qr_size = 0;
    std::string qr_path;
};
BOOST_DESCRIBE_STRUCT(SlipView, (), (number, category_name, place, url, office, office_phone, office_hours, reported_at, qr_size, qr_path))

SlipView show_slip(Context& context, CaseId id) {
    const auto row = context.db().one<WholeCase>(whole_case, context.scope(), {{"id", id}});
    if (!row) not_found("cases.not_found");
    SlipView slip;
    slip.number = row->number;
    slip.category_name = category_name(context.house(), context.store(), row->category, context.language());
    slip.place = row->place;
    slip.reported_at = row->reported_at;
    slip.url = site_address(context, "/s/" + row->number + "?d=" + context.district());
    context.house().storage->read("city", [&](Db& city) {
        if (const auto committees = organizations::committees_at(city, AreaId{row->community}); !committees.empty()) {
            slip.office = committees.front().name;
            slip.office_phone = committees.front().phone;
            slip.office_hours = committees.front().office_hours;
        }
    });
    auto [size, path] = qr_drawing(slip.url);
    slip.qr_size = size;
    slip.qr_path = std::move(path);
    return slip;
}

}  // namespace

std::vector<Route> slip_routes() {
    std::vector<Route> routes;
    routes.push_back(get("/api/d/{d}/cases/{id}/slip", Access::permission("cases.read"), show_slip, "show_slip"));
    return routes;
}

}  // namespace liren::cases
