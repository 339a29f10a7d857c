// What we export re-imports to an identical register: random rows of many registers leave one community in clear and come back
// into another, value for value. Odd texts, amounts, dates of which a part is unknown, booleans, codes, references by title.

#include "export_house.h"

#include "liren/text.h"

using namespace liren;
using namespace liren::exports::testing;

namespace {

constexpr int rows_each = 40;

// Not "#N/A": a cell that says so is what a failed formula left behind, and an import refuses it with that reason.
const std::vector<std::string> odd_texts = {"=1+1", "+86 10", "-5", "@home", "'=quoted", "'", "''-x", "007", "1.10105E+17", "12345678901234567890", "TRUE", "2020-01-02", "a,b;c\"d\"", "sep=;", "、顿号，逗号",
                                            "#1栋", "_x000D_", "<b>&amp;", "𠮷野家", "阿不都·吾甫尔", "３全角Ｆ", "tab\there", "  两  边  ", "0", "是", "=\"00123\"", "1985年3月", "🙂", "\u200b零宽", "line1 line2"};

/// Invents a value of any kind that a register may hold.
class Inventor {
public:
    Inventor(House& house, const std::string& format, unsigned seed) : house_(house), format_(format), dice_(seed) {}

    std::int64_t below(std::int64_t end) { return std::uniform_int_distribution<std::int64_t>(0, end - 1)(dice_); }
    std::string text(std::int64_t most) {
        std::string words = odd_texts[static_cast<std::size_t>(below(static_cast<std::int64_t>(odd_texts.size())))];
        // A .csv does not tell text from number, and such a number has lost its end: an import refuses it with that reason.
        if (format_ == "csv" && words == "1.10105E+17") words = "1.10105";
        return count_characters(words) <= static_cast<std::size_t>(most) ? words : std::string("短");
    }
    std::string id_number() {
        constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        std::string body = "140599" + std::to_string(1930 + below(90)) + "0" + std::to_string(1 + below(9)) + std::to_string(10 + below(19)) + std::to_string(100 + below(900));
        int sum = 0;
        for (std::size_t i = 0; i < body.size(); ++i) sum += (body[i] - '0') * weights[i];
        return body + std::string("10X98765432").substr(static_cast<std::size_t>(sum % 11), 1);
    }
    std::int64_t date() {
        const std::int64_t year = 1850 + below(175), unknown = below(4);
        return year * 10'000 + (unknown == 0 ? 0 : (1 + below(12)) * 100 + (unknown == 1 ? 0 : 1 + below(28)));
    }
    FieldValue value(const RegisterField& field) {
        if (!field.is_required && below(3) == 0) return {};
        switch (field.kind) {
            case FieldKind::text: return field.is_title ? "第" + std::to_string(++serial_) + "号" + text(12) : text(field.maximum);
            case FieldKind::person_name: return (below(2) == 0 ? "欧阳" : "古丽娜尔·") + std::string("甲乙丙丁戊己庚辛壬癸").substr(static_cast<std::size_t>(below(10)) * 3, 3) + han(++serial_);
            case FieldKind::id_number: return id_number();
            case FieldKind::phone: return below(2) == 0 ? "138" + std::to_string(10'000'000 + below(89'999'999)) : std::string("0356-2024123");
            case FieldKind::address: return "某路" + std::to_string(below(99)) + "号 " + text(60);
            case FieldKind::date: return date();
            case FieldKind::code: return code(field.of);
            case FieldKind::amount: return below(field.maximum + 1);
            case FieldKind::integer: return field.minimum + below(field.maximum - field.minimum + 1);
            case FieldKind::boolean: return below(2);
            case FieldKind::reference: {
                const auto& rows = made[field.of];
                return rows.empty() ? FieldValue{} : FieldValue{rows[static_cast<std::size_t>(below(static_cast<std::int64_t>(rows.size())))]};
            }
            default: return {};
        }
    }
    /// A value of a field that a city added.
    FieldValue value(const ExtraField& extra) {
        if (!extra.field.is_required && below(3) == 0) return {};
        if (extra.field.kind != FieldKind::code) return value(extra.field);
        return extra.choices[static_cast<std::size_t>(below(static_cast<std::int64_t>(extra.choices.size())))];
    }

    std::map<std::string, std::vector<std::int64_t>> made;   ///< by the kind of register

private:
    static std::string han(int number) {
        std::string words;
        for (const char digit : std::to_string(number)) words += std::string("零一二三四五六七八九").substr(static_cast<std::size_t>(digit - '0') * 3, 3);
        return words;
    }
    FieldValue code(const std::string& list) {
        std::vector<std::string> all;
        for (const CodeItem& item : house_.codes.get(list).items())
            if (item.assignable) all.push_back(item.code);
        return all[static_cast<std::size_t>(below(static_cast<std::int64_t>(all.size())))];
    }

    House& house_;
    std::string format_;
    std::mt19937 dice_;
    int serial_ = 0;
};

std::string spelled(House& house, Db& db, const RegisterField& field, const FieldValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    const auto* number = std::get_if<std::int64_t>(&value);
    if (!number) return "";
    if (field.kind != FieldKind::reference) return std::to_string(*number);
    const Register& to = *Register::find(field.of);
    return std::get<std::string>(find_record(db, house, to, *number, Scope::all())->values[*to.title()]);
}

/// The rows of a community as sorted lines: every value, references by title, and the name of the area.
std::vector<std::string> lines_of(ExportHouse& house, const Register& of, std::int64_t community) {
    std::vector<std::string> lines;
    Scope scope;
    scope.areas = {{AreaLevel::community, community}};
    const ListWalk walk(house.house(), of, {}, scope);
    std::vector<std::size_t> every(of.fields().size());
    for (std::size_t i = 0; i < every.size(); ++i) every[i] = i;
    house.house().storage->read("d140502", [&](Db& db) {
        for (std::string place;;) {
            place = walk.visit(db, place, 7, every, [&](const ListWalk::Row& row) {
                std::string line = row.area == community ? "community" : house.house().name_of("places.area", row.area);
                for (std::size_t i = 0; i < of.fields().size(); ++i) line += " | " + of.fields()[i].name + "=" + spelled(house.house(), db, of.fields()[i], row.values[i]);
                for (const auto& [name, value] : row.extra) {
                    const auto* number = std::get_if<std::int64_t>(&value);
                    line += " | x." + name + "=" + (number ? std::to_string(*number) : std::get<std::string>(value));
                }
                lines.push_back(line);
            });
            if (place.empty()) break;
        }
    });
    std::sort(lines.begin(), lines.end());
    return lines;
}

/// Rows that its rules take, of random values.
void invent(ExportHouse& house, Inventor& inventor, const Register& of, const std::vector<std::int64_t>& areas) {
    house.house().storage->write_now("d140502", {house.account("clerk"), house.house().clock.now()}, [&](Tx& tx) {
        for (int tries = 0; inventor.made[of.kind()].size() < rows_each && tries < rows_each * 50; ++tries) {
            Record record;
            record.area = areas[static_cast<std::size_t>(inventor.below(static_cast<std::int64_t>(areas.size())))];
            for (const RegisterField& field : of.fields()) record.values.push_back(inventor.value(field));
            for (const auto held = extra_fields_of(house.house(), of); const ExtraField& extra : *held) set_extra(record.extra, extra.field.name, inventor.value(extra));
            Findings findings;
            check_record(tx, house.house(), of, record, findings);
            for (std::size_t i = 0; i < of.fields().size(); ++i)
                if (of.fields()[i].is_unique && find_by_unique(tx, house.house(), of, i, record.values[i])) findings.refuse(of.fields()[i].name, "register.taken");
            if (!findings.refusals().empty()) continue;
            add_record(tx, house.house(), of, record, {.source = "invented", .as_of = tx.now()});
            inventor.made[of.kind()].push_back(record.id);
        }
    });
    REQUIRE(inventor.made[of.kind()].size() == rows_each);
}

void end_all(ExportHouse& house, const Register& of, const std::vector<std::int64_t>& ids) {
    house.house().storage->write_now("d140502", {house.account("clerk"), house.house().clock.now()}, [&](Tx& tx) {
        for (const std::int64_t id : ids) end_record(tx, of, *find_record(tx, house.house(), of, id, Scope::all()), tx.now(), "moved");
    });
}

/// A city adds fields of every kind to a register, some of them under labels that offices would take for another's.
void add_fields(ExportHouse& house, Inventor& inventor, const Register& of) {
    const std::vector<std::string> labels = {"供暖方式", "备注（街道）", "间数", "核对日期", "是否养犬", "电话备注", "房屋结构*", "second floor: area"};
    const std::vector<std::string> kinds = {"code", "text", "integer", "date", "boolean"};
    const std::size_t first = static_cast<std::size_t>(inventor.below(5));
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::string& kind = kinds[(first + i) % kinds.size()];
        const std::string choices = kind == "code" ? R"(,"choices":["集中供暖","燃气","煤（散煤）","无"])" : "";
        const Answer added = house.post("admin", "/api/city/extra-fields", R"({"register_kind":")" + of.kind() + R"(","name":"added_)" + std::to_string(i) + R"(","kind":")" + kind + R"(","label":")" + labels[i] + R"(","label_en":"Added )" +
                                                                               std::to_string(i) + R"(","required":)" + (i == 3 ? "true" : "false") + choices + "}");
        REQUIRE_MESSAGE(added.status == 201, added.text);
    }
    REQUIRE(house.until([&] { return extra_fields_of(house.house(), of)->size() == labels.size(); }));
}

std::int64_t add_grid(ExportHouse& house, const std::string& community, const std::string& name) {
    std::int64_t id = 0;
    house.house().storage->write_now("city", {house.account("admin"), house.house().clock.now()}, [&](Tx& city) {
        id = places::add_grid(city, {.parent = house.area(community).id.value, .kind = "grid", .name = name, .district_code = "140502", .client_ref = client_ref(static_cast<int>(700 + name.size() + community.back()))}, {}).value;
    });
    return id;
}

std::string import_all(ExportHouse& house, const Register& of, const std::string& bytes, const std::string& format) {
    const Answer import = house.post_bytes("other", "/api/d/140502/imports?register=" + of.kind() + "&area=" + house.area_id(other_code) + "&name=back." + format, bytes);
    REQUIRE_MESSAGE(import.status == 201, import.text);
    const std::string path = "/api/d/140502/imports/" + import.string("id");
    for (const char* verb : {"check", "writing"}) {
        const Answer done = house.post_at("other", path + "/" + verb, house.get("other", path).number("version"), "{}");
        REQUIRE_MESSAGE(done.status == 200, done.text);
        house.run_jobs();
    }
    const Answer written = house.get("other", path);
    std::string outcomes;
    for (const auto& count : written.body.at("outcomes").as_array())
        outcomes += std::string(count.at("outcome").as_string()) + std::to_string(count.at("settled").as_int64()) + ":" + std::to_string(count.at("number").as_int64()) + " ";
    if (outcomes != "new1:" + std::to_string(rows_each) + " ") outcomes += house.get("other", path + "/rows?outcome=wrong").text.substr(0, 3000);
    return outcomes;
}

void travels_and_returns(const std::string& format, unsigned seed) {
    in_exports([&](ExportHouse& house) {
        Inventor inventor(house.house(), format, seed);
        const std::int64_t own = house.area(own_code).id.value, other = house.area(other_code).id.value;
        const std::vector<std::int64_t> areas = {add_grid(house, own_code, "第1网格"), add_grid(house, own_code, "东二网格")};
        add_grid(house, other_code, "第1网格");
        add_grid(house, other_code, "东二网格");
        for (const char* kind : {"dwellings.compound", "dwellings.building", "dwellings.dwelling", "people.household", "people.person", "people.life_event", "people.care_tag"}) {
            const Register& of = *Register::find(kind);
            add_fields(house, inventor, of);
            invent(house, inventor, of, areas);
        }
        for (const char* kind : {"dwellings.compound", "dwellings.building", "dwellings.dwelling", "people.household", "people.person", "people.life_event", "people.care_tag"}) {
            const Register& of = *Register::find(kind);
            const std::vector<std::string> before = lines_of(house, of, own);
            REQUIRE(before.size() == rows_each);
            const Answer file = house.download("clerk", house.made("", "all", true, format, kind));
            REQUIRE_MESSAGE(file.status == 200, file.text);
            end_all(house, of, inventor.made[kind]);
            CHECK_MESSAGE(import_all(house, of, file.text, format) == "new1:" + std::to_string(rows_each) + " ", kind);
            const std::vector<std::string> after = lines_of(house, of, other);
            REQUIRE(after.size() == before.size());
            for (std::size_t i = 0; i < before.size(); ++i) CHECK(after[i] == before[i]);
        }
    });
}

}  // namespace

TEST_CASE("what we export as .xlsx re-imports to an identical register") { travels_and_returns("xlsx", 7); }
TEST_CASE("what we export as .csv re-imports to an identical register") { travels_and_returns("csv", 11); }
