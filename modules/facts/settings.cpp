// The parameters of a district: at which age a person is of age.
#include "routes.h"

#include "liren/error.h"

namespace liren::facts {

namespace {

struct FactSettings {
    Integer<14, 21> adult_age;
};
BOOST_DESCRIBE_STRUCT(FactSettings, (), (adult_age))

Versioned<FactSettings> show_settings(Context& context) {
    const SettingsRow row = context.db().one<SettingsRow>(read_settings, {}).value();
    return {{row.adult_age}, row.version};
}

Versioned<FactSettings> change(Context& context, const FactSettings& body) {
    const SettingsRow row = context.db().one<SettingsRow>(read_settings, {}).value();
    context.expect_version("facts.settings", 1, row.version);
    if (context.tx().run(change_settings, {{"version", row.version}, {"adult_age", body.adult_age.value}}) == 0) context.stale("facts.settings", 1, row.version);
    context.tx().record({.name = "facts.configured", .subject_kind = "facts.settings", .subject = 1, .version = row.version + 1, .fields = "adult_age", .evidence = std::to_string(body.adult_age.value)});
    return {body, row.version + 1};
}

}  // namespace

std::vector<Route> settings_routes() {
    std::vector<Route> routes;
    routes.push_back(get("/api/d/{d}/fact-settings", Access::permission("facts.configure"), show_settings, "show_fact_settings"));
    routes.push_back(patch("/api/d/{d}/fact-settings", Access::permission("facts.configure"), change, "change_fact_settings").changes());
    return routes;
}

}  // namespace liren::facts
