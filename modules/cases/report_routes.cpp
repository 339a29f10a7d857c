// Reporting over HTTP: with an account, without (number + code), confidentially, anonymously; staff on behalf of a caller.

#include "catalog.h"
#include "liren/accounts.h"
#include "liren/error.h"
#include "places/places.h"
#include "routes.h"

namespace liren::cases {

namespace {

struct Where {
    places::AreaInfo area;
    std::string place;
    std::optional<std::int64_t> lat, lon;
};

/// The place of a report: a door's, or an area with words. A grid or a community; more cannot be answered for.
Where where_of(Context& context, const Report& body) {
    Where where;
    std::optional<places::AreaInfo> area;
    if (body.door) {
        const auto door = places::find_door(context.db(), *body.door);
        if (!door) throw Error("request.invalid", {{"door", "places.unknown_door"}});
        area = places::find_area(context.db(), door->area);
        where.place = door->place;
        where.lat = door->lat;
        where.lon = door->lon;
    } else if (body.area) {
        area = places::find_area(context.db(), *body.area);
    } else {
        throw Error("request.invalid", {{"area", "cases.where"}});
    }
    if (!area || area->community == 0 || area->district_code != context.district()) throw Error("request.invalid", {{"area", "cases.where"}});
    where.area = *area;
    if (!body.place.empty()) where.place = where.place.empty() ? std::string(body.place) : where.place + " · " + body.place;
    if (where.place.empty()) where.place = area->label();
    return where;
}

/// Staff who may accept write down what a caller said; everybody else speaks for themselves.
bool speaks_for_another(const Context& context, const Report& body, const places::AreaInfo& area) {
    if (!body.source || *body.source == "resident") return false;
    if (!context.signed_in()) throw Error("request.invalid", {{"source", "cases.source_needs_staff"}});
    const char* permission = *body.source == "grid_worker" ? "cases.handle" : "cases.accept";
    if (!context.may(permission, {area.subdistrict, area.community, area.grid})) throw Error("request.invalid", {{"source", "cases.source_needs_staff"}});
    return *body.source != "grid_worker";
}

bool tells_of_intake(const Report& body) { return body.answer_by || body.speaker || body.speaker_name || body.external_number || body.external_due || body.answer; }

/// What staff add when they write down what was said, by telephone, in a chat, in a 12345 order.
void read_intake(Context& context, const Report& body, const places::AreaInfo& area, NewCase& report) {
    if (body.kind) report.kind = *body.kind;
    if (report.source == "resident") {
        if (tells_of_intake(body)) throw Error("request.invalid", {{"source", "cases.source_needs_staff"}});
        return;
    }
    std::vector<FieldError> faults;
    if (report.source == "hotline" && !body.external_number) faults.push_back({"external_number", "cases.order_needs_number"});
    if (body.answer && report.kind != "enquiry") faults.push_back({"answer", "cases.only_enquiries"});
    if (body.answer && !context.may("cases.accept", {area.subdistrict, area.community, area.grid})) faults.push_back({"answer", "cases.source_needs_staff"});
    if (!faults.empty()) throw Error("request.invalid", std::move(faults));
    if (body.answer_by) report.answer_by = *body.answer_by;
    if (body.speaker) report.speaker = *body.speaker;
    if (body.speaker && body.speaker_name) report.speaker_name = *body.speaker_name;
    if (body.external_number) report.external_number = *body.external_number;
    report.external_due = body.external_due;
    if (body.answer) report.answer = *body.answer;
}

NewCase new_case(Context& context, const Report& body) {
    const Where where = where_of(context, body);
    const bool on_behalf = speaks_for_another(context, body, where.area);
    NewCase report;
    report.category = body.category;
    report.text = body.text;
    report.place = where.place;
    report.area = where.area.id.value;
    report.subdistrict = where.area.subdistrict;
    report.community = where.area.community;
    report.grid = where.area.grid;
    report.lat = where.lat;
    report.lon = where.lon;
    report.source = body.source ? std::string(*body.source) : "resident";
    report.reporter_kind = body.reporter;
    read_intake(context, body, where.area, report);
    if (body.about_unit) {
        if (context.house().name_of("organizations.unit", body.about_unit->value).empty()) throw Error("request.invalid", {{"about_unit", "cases.unknown_unit"}});
        report.about_unit = body.about_unit->value;
    }
    for (const FileId file : body.files) report.files.push_back(file.value);
    if (body.reporter == "anonymous") {
        // Events and steps carry the acting account: an anonymous report must arrive without one.
        if (context.signed_in()) throw Error("request.invalid", {{"reporter", "cases.anonymous_without_session"}});
        return report;
    }
    if (body.name) report.name = *body.name;
    if (body.phone) report.phone = *body.phone;
    if (body.reporter == "confidential" && report.phone.empty()) throw Error("request.invalid", {{"phone", "cases.confidential_needs_phone"}});
    if (on_behalf) return report;
    if (body.reporter == "account" && !context.signed_in()) throw Error(401, "access.sign_in");
    if (body.reporter != "number") report.owner = context.account();
    return report;
}

/// A signed-in reporter's name and phone come from the account.
void fill_from_account(Context& context, NewCase& report) {
    if (!report.owner || report.reporter_kind != "account") return;
    House& house = context.house();
    house.storage->read("gate", [&](Db& gate) {
        if (const auto account = find_account(gate, house.keyring, report.owner)) {
            if (report.name.empty()) report.name = account->display_name;
            if (report.phone.empty()) report.phone = account->phone;
        }
    });
}

Created<ReportedView> report_case(Context& context, const Report& body) { return {report_from(context, body)}; }

}  // namespace

void check_report(Context& context, const Report& body) { reportable_category(*catalog(context.house(), context.store()), new_case(context, body).category); }

ReportedView report_from(Context& context, const Report& body) {
    NewCase given = new_case(context, body);
    fill_from_account(context, given);
    const Reported made = report(context.tx(), context.house(), context.store(), given);
    ReportedView view{made.id, made.number, std::nullopt, "/s/" + made.number + "?d=" + context.district()};
    if (!made.code.empty()) view.code = made.code;
    return view;
}

std::vector<Route> report_routes() {
    std::vector<Route> routes;
    routes.push_back(post("/api/d/{d}/cases", Access::anyone("reporting needs no account"), report_case, "report_case").strangers(60));
    return routes;
}

}  // namespace liren::cases
