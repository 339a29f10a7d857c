#pragma once
// The small city with people in it and residents who have accounts, on each engine. People and numbers are invented.

#include "dwellings/dwellings.h"
#include "facts/facts.h"
#include "liren/photos.h"
#include "people/people.h"
#include "tests/city_house.h"
#include "vehicles/vehicles.h"

namespace liren::facts::testing {

using namespace liren::testing;

inline const std::string root = "/api/d/140502/";
inline const std::string li_number = "11010519491231002X", child_number = "440524201801010019";

class FactsHouse : public CityHouse {
public:
    explicit FactsHouse(Installation& installation)
        : CityHouse(installation, {places::module(), organizations::module(), dwellings::module(), people::module(), vehicles::module(), facts::module()}) {
        house().settings.idle_minutes = 60 * 24 * 7;   // the clock is moved by days here
        hire_at("clerk", "community_worker", "140502002012");
        hire_at("second", "community_worker", "140502002012");
        hire_at("other", "community_worker", "140502002013");
        for (const char* resident : {"resident", "wife", "stranger"}) hire(resident);
    }

    std::string ref() { return R"("client_ref":")" + client_ref(++refs_) + "\""; }
    /// Adds a row as the clerk; `more` begins with a comma. Returns its id.
    std::string add(const std::string& path, const std::string& more, const std::string& as = "clerk") {
        const Answer made = post(as, root + path, "{" + ref() + R"(,"area":")" + area_id("140502002012") + "\"" + more + "}");
        REQUIRE_MESSAGE(made.status == 201, path << made.text);
        return made.string("id");
    }
    std::string person(const std::string& name, const std::string& more = "") { return add("people", R"(,"name":")" + name + "\"" + more); }

    Answer link(const std::string& person, const std::string& login, const std::string& as = "clerk") {
        return post(as, root + "fact-links", "{" + ref() + R"(,"person":")" + person + R"(","login":")" + login + R"(","reason":"窗口核对身份证"})");
    }
    Answer ask_link(const std::string& as, const std::string& name, const std::string& number) {
        return post(as, root + "my-links", "{" + ref() + R"(,"name":")" + name + R"(","id_number":")" + number + "\"}");
    }
    Answer decide(const std::string& as, const std::string& what, const std::string& id, const std::string& verb, std::int64_t version = 1, const std::string& body = R"({"reason":"已核对"})") {
        return post_at(as, root + what + "/" + id + "/" + verb, version, body);
    }
    Answer guardian(const std::string& minor, const std::string& guardian, const std::string& more = "", const std::string& as = "clerk") {
        return post(as, root + "fact-guardians", "{" + ref() + R"(,"minor":")" + minor + R"(","guardian":")" + guardian + R"(","relation":"father","reason":"户口本")" + more + "}");
    }
    Answer consent(const std::string& as, const std::string& name) { return post(as, root + "my-consents", "{" + ref() + R"(,"name":")" + name + "\"}"); }
    Answer facts(const std::string& as) { return get(as, root + "my-facts"); }
    /// The names a resident sees, in order, with how: "李四 own".
    std::vector<std::string> seen(const std::string& as) {
        std::vector<std::string> names;
        const Answer mine = facts(as);
        for (const auto& person : mine.body.at("people").as_array()) names.push_back(std::string(person.at("name").as_string()) + " " + std::string(person.at("reach").as_string()));
        return names;
    }
    /// A photo somebody uploaded, as a correction cites it.
    std::string paper(const std::string& login) {
        std::int64_t id = 0;
        const std::string name = "paper-" + std::to_string(++refs_);
        house().storage->write_now("d140502", {account(login), house().clock.now()}, [&](Tx& tx) { id = write_photo(tx, "d140502", {name, name + "-t", 10, 10, 10}, client_ref(refs_)); });
        return id_text(id);
    }
    Answer correct(const std::string& as, const std::string& person, const std::string& field, const std::string& value, const std::string& more = R"(,"files":[])", const std::string& kind = "people.person", std::string record = "") {
        if (record.empty()) record = person;
        return post(as, root + "my-corrections",
                    "{" + ref() + R"(,"person":")" + person + R"(","register_kind":")" + kind + R"(","record":")" + record + R"(","field":")" + field + R"(","value":")" + value + "\"" + more + "}");
    }
    std::string with_paper(const std::string& login) { return R"(,"files":[")" + paper(login) + "\"]"; }
    void in_days(int days) { house().clock.set(house().clock.now() + hours_ms(24) * days); }
    /// "2008-05-01": so many years before the day that is so many days from now.
    std::string years_before(int years, int days) {
        const std::string day = local_minute(house().clock.now() + hours_ms(24) * days).substr(0, 10);
        return std::to_string(std::stoi(day.substr(0, 4)) - years) + day.substr(4);
    }

private:
    int refs_ = 0;
};

inline void in_facts(const std::function<void(FactsHouse&)>& test) {
    with_each_installation([&](Installation& installation) {
        FactsHouse house(installation);
        test(house);
    });
}

using Names = std::vector<std::string>;

/// 李四 in a household with wife 王五 and child 李小, joined to the account "resident".
struct Family {
    std::string household, li, wang, child;
    explicit Family(FactsHouse& house) {
        household = house.add("households", R"(,"label":"李四户")");
        const std::string in = R"(,"household":")" + household + "\"";
        li = house.person("李四", R"(,"id_number":")" + li_number + R"(","phone":"13812345678","relation":"02","education":"21","note":"民警来访")" + in);
        wang = house.person("王五", R"(,"birth":"1952-03-01","phone":"13900001111")" + in);
        child = house.person("李小", R"(,"birth":"2018-01-01")" + in);
        const Answer linked = house.link(li, "resident");
        REQUIRE_MESSAGE(linked.status == 201, linked.text);
    }
};

}  // namespace liren::facts::testing
