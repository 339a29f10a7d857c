// Whether a row may stand: each value against its field, then the rules over the whole row. All faults at once.

#include <algorithm>
#include <array>
#include <charconv>

#include "liren/code_list.h"
#include "liren/names.h"
#include "liren/numbers.h"
#include "liren/register.h"
#include "register/extra.h"
#include "register/history.h"
#include "register/past.h"

namespace liren {

namespace {

constexpr std::int64_t earliest_year = 1850;

int days_of(std::int64_t year, std::int64_t month) {
    constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month - 1)];
}

bool is_date(std::int64_t date) {
    const std::int64_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (year < earliest_year || year > 9999 || month > 12) return false;
    if (month == 0) return day == 0;
    return day <= days_of(year, month);
}

/// Checks one value in its place; tidies it.
class Checker {
public:
    Checker(Db& db, House& house, std::int32_t today, Findings& findings) : db_(db), house_(house), today_(today), findings_(findings) {}

    void check(const RegisterField& field, FieldValue& value) {
        if (auto* text = std::get_if<std::string>(&value)) {
            tidy(field, *text);
            if (text->empty()) value = std::monostate{};
        }
        if (std::holds_alternative<std::monostate>(value)) return;
        if (const auto* number = std::get_if<std::int64_t>(&value)) check_number(field, *number);
        else check_text(field, std::get<std::string>(value));
    }

    void check_choice(const ExtraField& extra, const std::string& path, const FieldValue& value) {
        const auto* text = std::get_if<std::string>(&value);
        if (text && std::find(extra.choices.begin(), extra.choices.end(), *text) == extra.choices.end()) findings_.refuse(path, "register.unknown_code");
    }

private:
    static void tidy(const RegisterField& field, std::string& text) {
        switch (field.kind) {
            case FieldKind::person_name: text = tidy_name(text); break;
            case FieldKind::id_number: text = tidy_id_number(text); break;
            case FieldKind::plate:
            case FieldKind::credit_code: text = tidy_code(text); break;
            case FieldKind::phone:
                if (auto tidy = tidy_phone(text)) text = std::move(*tidy);
                break;
            default: text = std::string(trim(strip_controls(text)));
        }
    }

    void check_number(const RegisterField& field, std::int64_t number) {
        switch (field.kind) {
            case FieldKind::date:
                if (!is_date(number)) findings_.refuse(field.name, "register.no_such_date");
                break;
            case FieldKind::reference: check_reference(field, number); break;
            default:
                if (number < field.minimum || number > field.maximum)
                    findings_.refuse(field.name, "schema.out_of_range", {{"min", std::to_string(field.minimum)}, {"max", std::to_string(field.maximum)}});
        }
    }

    void check_reference(const RegisterField& field, std::int64_t id) {
        const Register* to = Register::find(field.of);
        if (!to || !register_placement(db_, *to, id)) findings_.refuse(field.name, "register.unknown_reference");
    }

    void check_text(const RegisterField& field, const std::string& text) {
        const std::size_t characters = count_characters(text);
        if (field.maximum > 0 && static_cast<std::int64_t>(characters) > field.maximum)
            findings_.refuse(field.name, "schema.too_long", {{"limit", std::to_string(field.maximum)}, {"found", std::to_string(characters)}});
        if (field.kind == FieldKind::id_number) {
            if (const auto problem = id_number_problem(text, today_)) findings_.refuse(field.name, std::string(*problem));
        } else if (field.kind == FieldKind::phone) {
            if (!tidy_phone(text)) findings_.refuse(field.name, "schema.not_phone");
        } else if (field.kind == FieldKind::code) {
            const CodeItem* item = house_.codes.get(field.of).find(text);
            if (!item || !item->assignable) findings_.refuse(field.name, "register.unknown_code");
        } else if (field.kind == FieldKind::plate) {
            if (!is_known_plate(text)) findings_.warn(field.name, "register.plate_unverified");
        } else if (field.kind == FieldKind::credit_code) {
            check_credit_code(field, text);
        }
    }

    void check_credit_code(const RegisterField& field, const std::string& text) {
        switch (judge_credit_code(text)) {
            case CreditCode::sound: break;
            case CreditCode::inner_check_differs: findings_.warn(field.name, "register.credit_code_inner"); break;
            case CreditCode::wrong_form: findings_.refuse(field.name, "register.credit_code_form"); break;
            case CreditCode::wrong_check: findings_.refuse(field.name, "register.credit_code_check"); break;
        }
    }

    Db& db_;
    House& house_;
    std::int32_t today_;
    Findings& findings_;
};

void place(Db& db, House& house, Record& record, Findings& findings) {
    if (record.area == 0) return findings.refuse("area", "schema.required");
    const auto at = house.placement_of(db, "places.area", record.area);
    if (!at) return findings.refuse("area", "register.unknown_area");
    record.subdistrict = at->subdistrict;
    record.community = at->community;
    record.grid = at->grid;
}

void require_complete(const Register& of, const Record& record, Findings& findings) {
    for (std::size_t i = 0; i < of.fields().size(); ++i) {
        const std::string& name = of.fields()[i].name;
        if (!of.fields()[i].is_required || !std::holds_alternative<std::monostate>(record.values[i])) continue;
        const auto& said = findings.refusals();
        if (std::none_of(said.begin(), said.end(), [&](const Finding& finding) { return finding.field == name; })) findings.refuse(name, "schema.required");
    }
}

/// The fields the city added; those that are retired are kept as they stand.
void check_extra(House& house, const Register& of, Record& record, Checker& checker, Findings& findings) {
    for (const auto held = extra_fields_of(house, of); const ExtraField& extra : *held) {
        if (extra.is_retired) continue;
        const std::string path = "extra." + extra.field.name;
        FieldValue value = extra_value(record.extra, extra.field.name);
        if (extra.field.kind == FieldKind::code) {
            checker.check_choice(extra, path, value);
        } else {
            RegisterField field = extra.field;
            field.name = path;
            checker.check(field, value);
            set_extra(record.extra, extra.field.name, value);
        }
        if (extra.field.is_required && std::holds_alternative<std::monostate>(extra_value(record.extra, extra.field.name))) findings.refuse(path, "schema.required");
    }
}

}  // namespace

void check_record(Db& db, House& house, const Register& of, Record& record, Findings& findings) {
    place(db, house, record, findings);
    const std::int32_t today = day_of(house.clock.now());
    Checker checker(db, house, today, findings);
    for (std::size_t i = 0; i < of.fields().size(); ++i) checker.check(of.fields()[i], record.values[i]);
    RecordView view(of, record, today);
    for (const Rule rule : of.rules()) rule(view, findings);
    require_complete(of, record, findings);   // last: a rule may have filled what was left out
    check_extra(house, of, record, checker, findings);
}

std::string date_text(std::int64_t date) {
    const auto padded = [](std::int64_t number, std::size_t width) {
        std::string text = std::to_string(number);
        return std::string(width - std::min(width, text.size()), '0') + text;
    };
    std::string text = padded(date / 10000, 4);
    if (date / 100 % 100 != 0) text += "-" + padded(date / 100 % 100, 2);
    if (date % 100 != 0) text += "-" + padded(date % 100, 2);
    return text;
}

std::optional<std::int64_t> parse_date(std::string_view text) {
    std::array<std::int64_t, 3> parts{};
    std::size_t part = 0;
    while (!text.empty()) {
        const auto dash = text.find('-');
        const std::string_view piece = text.substr(0, dash);
        if (part == parts.size()) return std::nullopt;
        const auto [end, problem] = std::from_chars(piece.data(), piece.data() + piece.size(), parts[part]);
        if (problem != std::errc{} || end != piece.data() + piece.size() || piece.empty() || parts[part] < 1 || piece.size() > 4) return std::nullopt;
        ++part;
        text = dash == std::string_view::npos ? std::string_view{} : text.substr(dash + 1);
        if (dash != std::string_view::npos && text.empty()) return std::nullopt;
    }
    const std::int64_t date = parts[0] * 10000 + parts[1] * 100 + parts[2];
    return part > 0 && is_date(date) ? std::optional(date) : std::nullopt;
}

}  // namespace liren
