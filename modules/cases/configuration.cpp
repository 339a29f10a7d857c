// What a district sets for cases: hours of categories, the ordered dispatch rules; and the suggestion that follows from them.

#include "configuration.h"

#include <algorithm>

#include "catalog.h"
#include "liren/error.h"
#include "places/places.h"
#include "routes.h"

namespace liren::cases {

namespace {

// ---- categories --------------------------------------------------------------------------------------------------------

struct HoursView {
    std::int64_t accept = 0, dispatch = 0, acknowledge = 0, handle = 0, verify = 0;
};
BOOST_DESCRIBE_STRUCT(HoursView, (), (accept, dispatch, acknowledge, handle, verify))

struct CategoryView {
    std::string code;
    std::int64_t version = 0;
    std::string name, group, group_name, jurisdiction, icon;
    HoursView hours;
    bool rural = false, active = false;
};
BOOST_DESCRIBE_STRUCT(CategoryView, (), (code, version, name, group, group_name, jurisdiction, icon, hours, rural, active))

using Hours = Integer<1, longest_hours>;

struct HoursChange {
    Hours accept, dispatch, acknowledge, handle, verify;
};
BOOST_DESCRIBE_STRUCT(HoursChange, (), (accept, dispatch, acknowledge, handle, verify))

struct CategoryChange {
    std::optional<HoursChange> hours;
    std::optional<bool> active;
};
BOOST_DESCRIBE_STRUCT(CategoryChange, (), (hours, active))

CategoryView view_of(const Category& c, std::string_view language) {
    const bool english = language == "en";
    return {c.code, c.version, english ? c.name_en : c.name, c.group_code, english ? c.group_name_en : c.group_name, c.jurisdiction, c.icon,
            {c.accept_hours, c.dispatch_hours, c.acknowledge_hours, c.handle_hours, c.verify_hours}, c.rural, c.active};
}

Items<CategoryView> list_categories(Context& context) {
    Items<CategoryView> list;
    const auto known = catalog(context.house(), context.store());   // held: it may be renewed while we read
    for (const Category& category : known->categories) list.items.push_back(view_of(category, context.language()));
    return list;
}

Event configured(std::string_view what) { return {.name = "cases.configured", .subject_kind = "cases.configuration", .evidence = std::string(what)}; }

Versioned<CategoryView> change_category_route(Context& context, std::string code, const CategoryChange& body) {
    const auto rows = context.db().all<Category>(all_categories, {});
    for (Category category : rows) {
        if (category.code != code) continue;
        context.expect_version("cases.category", 0, category.version);
        if (body.active) category.active = *body.active;
        if (body.hours) {
            category.accept_hours = static_cast<int>(body.hours->accept.value);
            category.dispatch_hours = static_cast<int>(body.hours->dispatch.value);
            category.acknowledge_hours = static_cast<int>(body.hours->acknowledge.value);
            category.handle_hours = static_cast<int>(body.hours->handle.value);
            category.verify_hours = static_cast<int>(body.hours->verify.value);
        }
        const auto changed = context.tx().run(change_category, {{"active", category.active},
                                                                {"accept_hours", category.accept_hours},
                                                                {"dispatch_hours", category.dispatch_hours},
                                                                {"acknowledge_hours", category.acknowledge_hours},
                                                                {"handle_hours", category.handle_hours},
                                                                {"verify_hours", category.verify_hours},
                                                                {"code", code},
                                                                {"version", category.version}});
        if (changed == 0) context.stale("cases.category", 0, category.version);
        context.tx().record(configured("category " + code));
        ++category.version;
        return {view_of(category, context.language()), category.version};
    }
    not_found("cases.unknown_category");
}

// ---- dispatch rules ----------------------------------------------------------------------------------------------------

struct RuleView {
    std::string id;
    std::int64_t version = 0, position = 0;
    std::optional<std::string> category, category_name;
    AreaId area;
    std::string area_name, target;
    UnitId unit;
    std::string unit_name;
    AccountId account;
    std::string account_name, note;
};
BOOST_DESCRIBE_STRUCT(RuleView, (), (id, version, position, category, category_name, area, area_name, target, unit, unit_name, account, account_name, note))

struct RuleBody {
    std::optional<Text<40>> category;
    std::optional<AreaId> area;
    Choice<"unit|account|grid_worker"> target;
    std::optional<UnitId> unit;
    std::optional<AccountId> account;
    Text<200> note;
};
BOOST_DESCRIBE_STRUCT(RuleBody, (), (category, area, target, unit, account, note))

struct RuleOrder {
    List<Id<"cases.rule">, 200> ids;
};
BOOST_DESCRIBE_STRUCT(RuleOrder, (), (ids))

RuleView view_of(Context& context, const Rule& rule) {
    House& house = context.house();
    RuleView view{id_text(rule.id), rule.version, rule.position, rule.category, std::nullopt, AreaId{rule.area.value_or(0)}, house.name_of("places.area", rule.area.value_or(0)),
                  rule.target, UnitId{rule.unit.value_or(0)}, house.name_of("organizations.unit", rule.unit.value_or(0)), AccountId{rule.account.value_or(0)},
                  house.display_name(AccountId{rule.account.value_or(0)}), rule.note};
    if (rule.category) view.category_name = catalog(house, context.store())->name(*rule.category, context.language());
    return view;
}

Items<RuleView> list_rules(Context& context) {
    Items<RuleView> list;
    for (const Rule& rule : context.db().all<Rule>(all_rules, {})) list.items.push_back(view_of(context, rule));
    return list;
}

void check(Context& context, const RuleBody& body) {
    House& house = context.house();
    std::vector<FieldError> faults;
    if (body.category && !catalog(house, context.store())->find(*body.category)) faults.push_back({"category", "cases.unknown_category"});
    if (body.area && !places::find_area(context.db(), *body.area)) faults.push_back({"area", "cases.where"});
    if (body.target == "unit" && (!body.unit || house.name_of("organizations.unit", body.unit->value).empty())) faults.push_back({"unit", "cases.unknown_unit"});
    if (body.target == "account" && (!body.account || house.display_name(*body.account).empty())) faults.push_back({"account", "cases.unknown_account"});
    if (!faults.empty()) throw Error("request.invalid", std::move(faults));
}

template <class Known>
std::optional<std::int64_t> value_of(const std::optional<Known>& id) { return id ? std::optional(id->value) : std::nullopt; }

Created<RuleView> add_rule_route(Context& context, const RuleBody& body) {
    check(context, body);
    const auto rules = context.db().all<Rule>(all_rules, {});
    Rule rule{new_id(), 1, rules.empty() ? 1 : rules.back().position + 1, {}, value_of(body.area), body.target,
              body.target == "unit" ? value_of(body.unit) : std::nullopt, body.target == "account" ? value_of(body.account) : std::nullopt, body.note};
    if (body.category) rule.category = *body.category;
    context.tx().run(insert_rule, {{"id", rule.id}, {"position", rule.position}, {"category", rule.category}, {"area", rule.area}, {"target", rule.target},
                                   {"unit", rule.unit}, {"account", rule.account}, {"note", rule.note}});
    context.tx().record(configured("rule " + id_text(rule.id)));
    return {view_of(context, rule)};
}

Rule found_rule(Context& context, Id<"cases.rule"> id) {
    const auto rule = context.db().one<Rule>(rule_by_id, {{"id", id}});
    if (!rule) not_found("cases.unknown_rule");
    context.expect_version("cases.rule", rule->id, rule->version);
    return *rule;
}

Versioned<RuleView> change_rule_route(Context& context, Id<"cases.rule"> id, const RuleBody& body) {
    Rule rule = found_rule(context, id);
    check(context, body);
    rule.category = body.category ? std::optional<std::string>(*body.category) : std::nullopt;
    rule.area = value_of(body.area);
    rule.target = body.target;
    rule.unit = body.target == "unit" ? value_of(body.unit) : std::nullopt;
    rule.account = body.target == "account" ? value_of(body.account) : std::nullopt;
    rule.note = body.note;
    const auto changed = context.tx().run(change_rule, {{"category", rule.category}, {"area", rule.area}, {"target", rule.target}, {"unit", rule.unit},
                                                        {"account", rule.account}, {"note", rule.note}, {"id", id}, {"version", rule.version}});
    if (changed == 0) context.stale("cases.rule", rule.id, rule.version);
    context.tx().record(configured("rule " + id_text(rule.id)));
    ++rule.version;
    return {view_of(context, rule), rule.version};
}

Nothing remove_rule(Context& context, Id<"cases.rule"> id) {
    const Rule rule = found_rule(context, id);
    if (context.tx().run(delete_rule, {{"id", id}, {"version", rule.version}}) == 0) context.stale("cases.rule", rule.id, rule.version);
    context.tx().record(configured("rule " + id_text(rule.id) + " removed"));
    return {};
}

Nothing order_rules(Context& context, const RuleOrder& body) {
    // The whole table, each rule once: a list made before somebody added a rule would leave that one at an old position.
    std::vector<std::int64_t> known, asked;
    for (const Rule& rule : context.db().all<Rule>(all_rules, {})) known.push_back(rule.id);
    for (const auto id : body.ids) asked.push_back(id.value);
    std::sort(known.begin(), known.end());
    std::sort(asked.begin(), asked.end());
    if (known != asked) throw Error("request.invalid", {{"ids", "cases.unknown_rule"}});
    int position = 0;
    for (const auto id : body.ids) context.tx().run(place_rule, {{"position", ++position}, {"id", id}});
    context.tx().record(configured("order of rules"));
    return {};
}

// ---- suggestion --------------------------------------------------------------------------------------------------------

struct SuggestionRule {
    std::string id;
    std::int64_t position = 0;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(SuggestionRule, (), (id, position, text))

struct SuggestionView {
    UnitId unit;
    std::string unit_name;
    AccountId account;
    std::string account_name;
    std::optional<SuggestionRule> rule;
};
BOOST_DESCRIBE_STRUCT(SuggestionView, (), (unit, unit_name, account, account_name, rule))

/// "路灯不亮 · 西街街道": what the rule looked at, in words.
std::string reason_of(Context& context, const Rule& rule) {
    const Texts& texts = context.house().texts;
    const std::string category = rule.category ? catalog(context.house(), context.store())->name(*rule.category, context.language())
                                               : texts.get(context.language(), "cases.any_category");
    const std::string area = rule.area ? context.house().name_of("places.area", *rule.area) : texts.get(context.language(), "cases.any_area");
    return category + " · " + area + (rule.note.empty() ? "" : " · " + rule.note);
}

SuggestionView show_suggestion(Context& context, CaseId id) {
    const auto row = find(context.db(), id, context.scope());
    if (!row) not_found("cases.not_found");
    SuggestionView view;
    const auto found = suggest(context.db(), *row);
    if (!found) return view;
    House& house = context.house();
    view.unit = UnitId{found->unit.value_or(0)};
    view.unit_name = house.name_of("organizations.unit", view.unit.value);
    view.account = AccountId{found->account.value_or(0)};
    view.account_name = house.display_name(view.account);
    view.rule = SuggestionRule{id_text(found->rule.id), found->rule.position, reason_of(context, found->rule)};
    return view;
}

}  // namespace

void add_rule(House& house, const std::string& district, const NewRule& rule) {
    house.storage->write_now("d" + district, {AccountId{}, house.clock.now()}, [&](Tx& tx) {
        const auto rules = tx.all<Rule>(all_rules, {});
        tx.run(insert_rule, {{"id", new_id()}, {"position", rules.empty() ? 1 : rules.back().position + 1}, {"category", rule.category}, {"area", nullptr}, {"target", rule.target},
                             {"unit", rule.unit}, {"account", nullptr}, {"note", ""}});
        tx.record(configured("a rule"));
    });
}

std::optional<Suggested> suggest(Db& district, const CaseRow& row) {
    for (Rule& rule : district.all<Rule>(all_rules, {})) {
        if (rule.category && *rule.category != row.category) continue;
        if (rule.area && *rule.area != row.grid && *rule.area != row.community && *rule.area != row.subdistrict) continue;
        if (rule.target != "grid_worker") {
            auto unit = rule.unit, account = rule.account;
            return Suggested{std::move(rule), unit, account};
        }
        if (const auto worker = places::grid_worker(district, AreaId{row.grid})) return Suggested{std::move(rule), std::nullopt, worker->value};
    }
    return std::nullopt;
}

std::vector<Route> configuration_routes() {
    const auto configure = [] { return Access::permission("cases.configure"); };
    std::vector<Route> routes;
    const auto add = [&](Route route) { routes.push_back(std::move(route)); };
    add(get("/api/d/{d}/categories", Access::anyone("the list of what can be reported is public"), list_categories, "list_categories").inline_read());
    add(patch("/api/d/{d}/categories/{code}", configure(), change_category_route, "change_category").changes());
    add(get("/api/d/{d}/cases/{id}/suggestion", Access::permission("cases.dispatch"), show_suggestion, "show_suggestion").inline_read());
    add(get("/api/d/{d}/dispatch-rules", configure(), list_rules, "list_rules").inline_read());
    add(post("/api/d/{d}/dispatch-rules", configure(), add_rule_route, "add_rule"));
    add(patch("/api/d/{d}/dispatch-rules/{id}", configure(), change_rule_route, "change_rule").changes());
    add(remove("/api/d/{d}/dispatch-rules/{id}", configure(), remove_rule, "remove_rule").changes());
    add(post("/api/d/{d}/dispatch-rules/order", configure(), order_rules, "order_rules"));
    return routes;
}

}  // namespace liren::cases
