#pragma once
// Exports from the registers of the small city, on each engine; jobs run when a test says so.

#include <random>
#include <thread>

#include "dwellings/dwellings.h"
#include "exports/exports.h"
#include "imports/imports.h"
#include "liren/sessions.h"
#include "liren/sheet.h"
#include "people/people.h"
#include "tests/city_house.h"

namespace liren::exports::testing {

using namespace liren::testing;
using Table = std::vector<std::vector<std::string>>;

inline constexpr const char* own_code = "140502002012";
inline constexpr const char* other_code = "140502002013";

class ExportHouse : public CityHouse {
public:
    explicit ExportHouse(Installation& installation)
        : CityHouse(installation, {places::module(), organizations::module(), dwellings::module(), people::module(), imports::module(), exports::module()}) {
        hire_at("clerk", "community_worker", own_code);
        hire_at("other", "community_worker", other_code);
        hire_at("leader", "subdistrict_leader", "140502002000");
        hire_at("far", "subdistrict_leader", "140502100000");
        hire_at("chief", "district_leader", "140502000000");
    }

    std::string add_person(const std::string& name, const std::string& more = "", const std::string& as = "clerk", const std::string& code = own_code) {
        const Answer made = post(as, "/api/d/140502/people", R"({"client_ref":")" + client_ref(++refs_) + R"(","area":")" + area_id(code) + R"(","name":")" + name + '"' + more + "}");
        REQUIRE_MESSAGE(made.status == 201, made.text);
        return made.string("id");
    }
    Answer ask(const std::string& as, const std::string& more = "", const std::string& of = "people.person") {
        return post(as, "/api/d/140502/exports", R"({"register_kind":")" + of + R"(","query":"","columns":"all","clear":false,"format":"xlsx","reason":"年度核对")" + more + "}");
    }
    /// The same with other members than the usual.
    Answer ask_for(const std::string& as, const std::string& query, const std::string& columns, bool clear, const std::string& format = "xlsx", const std::string& of = "people.person") {
        return post(as, "/api/d/140502/exports", R"({"register_kind":")" + of + R"(","query":")" + query + R"(","columns":")" + columns + R"(","clear":)" + (clear ? "true" : "false") + R"(,"format":")" + format +
                                                     R"(","reason":"年度核对"})");
    }
    Answer decide(const std::string& as, const Answer& asked, const std::string& noun, const std::string& body = "{}") {
        return post_at(as, "/api/d/140502/export-requests/" + asked.string("id") + "/" + noun, asked.number("version"), body);
    }
    void run_jobs() { house().jobs.run_due("d140502"); }
    Answer show(const std::string& as, const Answer& asked) { return get(as, "/api/d/140502/exports/" + asked.string("id")); }
    Answer download(const std::string& as, const Answer& asked) { return post(as, "/api/d/140502/exports/" + asked.string("id") + "/download", "{}"); }
    /// Asked by the clerk, approved by the leader, made.
    Answer made(const std::string& query = "", const std::string& columns = "all", bool clear = false, const std::string& format = "xlsx", const std::string& of = "people.person") {
        const Answer asked = ask_for("clerk", query, columns, clear, format, of);
        REQUIRE_MESSAGE(asked.status == 201, asked.text);
        const Answer approved = decide("leader", asked, "approval");
        REQUIRE_MESSAGE(approved.status == 200, approved.text);
        run_jobs();
        return show("clerk", asked);
    }
    static Table rows(const std::string& bytes) {
        Table table;
        Workbook book = open_workbook_bytes(bytes);
        book.read_rows(0, [&](const SheetRow& row) {
            auto& cells = table.emplace_back();
            for (const SheetCell& cell : row.cells) {
                cells.resize(std::max<std::size_t>(cells.size(), cell.column + 1));
                cells[cell.column] = cell.text;
            }
            return SheetStep::go_on;
        });
        return table;
    }
    void dismiss(const std::string& login) {
        house().storage->write_now("gate", {AccountId{}, house().clock.now()}, [&](Tx& gate) {
            for (const Grant& grant : grants_of(gate, account(login))) take_grant(gate, grant.id, account(login));
        });
        house().sessions->forget();
    }
    /// What happened to exports, in order; PostgreSQL seals a moment after the commit, so it is asked until there are so many.
    std::vector<std::string> events(std::size_t expected) {
        std::vector<std::string> names;
        for (int tries = 0; tries < 200 && names.size() < expected; ++tries) {
            if (tries > 0) std::this_thread::sleep_for(std::chrono::milliseconds(20));
            names.clear();
            for (const SealedEvent& event : house().storage->sealed_after("d140502", 0, 10'000))
                if (event.subject_kind.starts_with("exports.")) names.push_back(event.name);
        }
        return names;
    }
    std::size_t files() const {
        std::size_t count = 0;
        std::error_code none;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(house_directory(), none)) count += entry.is_regular_file() ? 1 : 0;
        return count;
    }
    std::filesystem::path house_directory() const { return const_cast<ExportHouse*>(this)->house().settings.data_directory / "exports"; }

private:
    int refs_ = 0;
};

inline void in_exports(const std::function<void(ExportHouse&)>& test) {
    with_each_installation([&](Installation& installation) {
        ExportHouse house(installation);
        test(house);
    });
}

}  // namespace liren::exports::testing
