#pragma once
// The registers of institutions in the small city, on each engine. The credit codes are the test vectors of rules.md §2 or
// invented.

#include "dwellings/dwellings.h"
#include "institutions/institutions.h"
#include "people/people.h"
#include "tests/city_house.h"

namespace liren::institutions::testing {

using namespace liren::testing;

class Office : public CityHouse {
public:
    explicit Office(Installation& installation) : CityHouse(installation, {places::module(), organizations::module(), dwellings::module(), people::module(), institutions::module()}) {
        hire_at("clerk", "community_worker", "140502002012");
        hire_at("other", "community_worker", "140502002013");
        hire_at("leader", "subdistrict_leader", "140502002000");
    }
    Answer add(const std::string& path, const std::string& more) {
        return post("clerk", "/api/d/140502/" + path, R"({"client_ref":")" + client_ref(++refs_) + R"(","area":")" + area_id("140502002012") + "\"" + more + "}");
    }
    Answer add_institution(const std::string& name, const std::string& kind, const std::string& more = {}) {
        return add("institutions", R"(,"name":")" + name + R"(","institution_kind":")" + kind + "\"" + more);
    }
    std::vector<std::string> titles(const std::string& as, const std::string& target, const std::string& member) {
        std::vector<std::string> found;
        for (const auto& item : get(as, "/api/d/140502/" + target).items()) found.emplace_back(item.at(member).as_string());
        return found;
    }
    /// The warnings of a row with these values, as key@field.
    std::vector<std::string> warnings(const Register& of, const std::vector<std::pair<std::string, FieldValue>>& values) {
        Record row;
        row.area = area("140502002012").id.value;
        row.values.resize(of.fields().size());
        for (const auto& [field, value] : values) row.values[of.index_of(field)] = value;
        Findings findings;
        house().storage->read("d140502", [&](Db& db) { check_record(db, house(), of, row, findings); });
        std::vector<std::string> found;
        for (const Finding& warning : findings.warnings()) found.push_back(warning.key + "@" + warning.field);
        return found;
    }

private:
    int refs_ = 0;
};

inline void in_office(const std::function<void(Office&)>& test) {
    with_each_installation([&](Installation& installation) {
        Office office(installation);
        test(office);
    });
}

using Names = std::vector<std::string>;
inline FieldValue word(const char* text) { return std::string(text); }

}  // namespace liren::institutions::testing
