#include "residents.h"

#include "facts/facts.h"
#include "liren/accounts.h"
#include "people/people.h"
#include "store.h"

namespace liren::demo {

namespace {

constexpr int most_families = 400;            // looked at, until one fits
constexpr std::int64_t child_age = 14, adult_age = 18;

struct Family {
    Record head;
    std::int64_t child = 0;
};

const FieldValue& value_of(const Record& person, const char* field) { return person.values[people::persons.index_of(field)]; }

std::string text_of(const Record& person, const char* field) {
    const auto* text = std::get_if<std::string>(&value_of(person, field));
    return text ? *text : std::string();
}

std::int64_t years_of(const Record& person, std::int64_t year) {
    const auto* birth = std::get_if<std::int64_t>(&value_of(person, "birth"));
    return birth ? year - *birth / 10'000 : adult_age;
}

std::optional<Family> family_of(Db& db, House& house, std::int64_t owner, std::int64_t year) {
    const auto head = find_record(db, house, people::persons, owner, Scope::all());
    const auto* household = head ? std::get_if<std::int64_t>(&value_of(*head, "household")) : nullptr;
    if (!household || text_of(*head, "phone").empty()) return std::nullopt;
    Family family{*head, 0};
    bool another_adult = false;
    for (const Record& member : find_referring(db, house, people::persons, "household", *household, 20)) {
        if (member.id == owner) continue;
        another_adult = another_adult || years_of(member, year) > adult_age;
        if (years_of(member, year) < child_age) family.child = member.id;
    }
    return another_adult && family.child != 0 ? std::optional(family) : std::nullopt;
}

std::optional<Family> find_family(House& house, const std::string& store, std::int64_t community) {
    std::optional<Family> family;
    const std::int64_t year = calendar_year(house.clock.now());
    house.storage->read(store, [&](Db& db) {
        family.reset();
        for (const FoundId& owner : db.all<FoundId>(owners_of_cars, {{"community", community}, {"limit", most_families}}))
            if (!family) family = family_of(db, house, owner.id, year);
    });
    return family;
}

}  // namespace

void join_resident(House& house, const std::string& district, const Cast& cast) {
    const std::string store = "d" + district;
    const Community& home = cast.communities[cast.staffed.front()];
    const auto family = find_family(house, store, home.area.id.value);
    if (!family || cast.residents.empty() || home.workers.empty()) return;
    const AccountId resident = cast.residents.back(), clerk = home.workers.front();
    house.storage->write_now("gate", {AccountId{}, house.clock.now()}, [&](Tx& gate) {
        auto account = find_account(gate, house.keyring, resident);
        account->display_name = text_of(family->head, "name");
        change_account(gate, house.keyring, *account, "display_name");
    });
    house.storage->write_now(store, {clerk, house.clock.now()}, [&](Tx& tx) {
        facts::make_link(tx, house, {resident, family->head.id, "本人到社区窗口，核对身份证原件"});
        facts::confirm_guardian(tx, house, {family->child, family->head.id, text_of(family->head, "sex") == "2" ? "mother" : "father", {}, {}, "核对户口本"});
    });
    std::string phone = text_of(family->head, "phone");
    phone.back() = phone.back() == '7' ? '3' : '7';
    house.storage->write_now(store, {resident, house.clock.now()}, [&](Tx& tx) {
        facts::ask_correction(tx, house, {family->head.id, people::persons.kind(), family->head.id, "phone", phone, "换了手机号", {}});
    });
}

}  // namespace liren::demo
