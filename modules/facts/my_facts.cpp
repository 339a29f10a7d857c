// "My facts": what the archive holds of the caller, of the minors the caller answers for, and of adults who consented. Each answer
// is composed of what these people's rows say now; key groups are in no section, and remarks of staff in no row.
#include "routes.h"

#include <set>

#include "consents.h"
#include "dwellings/dwellings.h"
#include "liren/error.h"
#include "people/people.h"
#include "reach.h"
#include "words.h"

namespace liren::facts {

namespace {

struct FactView {
    std::string field, label, kind, of, text;
    bool sealed = false, correctable = false, paper = false;
};
BOOST_DESCRIBE_STRUCT(FactView, (), (field, label, kind, of, text, sealed, correctable, paper))

/// One row of a register: which office keeps it, how it stood when, and whether somebody confirmed it.
struct FactRow {
    Id<"register.row"> record;
    std::string office;
    Instant as_of;
    bool confirmed = false, ended = false;
    std::vector<FactView> facts;
};
BOOST_DESCRIBE_STRUCT(FactRow, (), (record, office, as_of, confirmed, ended, facts))

struct FactSection {
    std::string register_kind, label;
    std::vector<FactRow> rows;
};
BOOST_DESCRIBE_STRUCT(FactSection, (), (register_kind, label, rows))

struct PersonFacts {
    PersonId person;
    std::string name, reach, relation;
    bool minor = false;
    std::vector<FactSection> sections;
};
BOOST_DESCRIBE_STRUCT(PersonFacts, (), (person, name, reach, relation, minor, sections))

struct OwnLink {
    LinkId id;
    std::int64_t version = 0;
    std::string state, reason;
    Instant since;
};
BOOST_DESCRIBE_STRUCT(OwnLink, (), (id, version, state, reason, since))

struct GivenConsent {
    ConsentId id;
    std::int64_t version = 0;
    std::string name;
    Instant given_at;
    bool holds = true;                        ///< false: a row of the two was merged or taken apart since; to be given anew
};
BOOST_DESCRIBE_STRUCT(GivenConsent, (), (id, version, name, given_at, holds))

struct CodeChoice {
    std::string code, label;
};
BOOST_DESCRIBE_STRUCT(CodeChoice, (), (code, label))

struct CodeChoices {
    std::string name;
    std::vector<CodeChoice> items;
};
BOOST_DESCRIBE_STRUCT(CodeChoices, (), (name, items))

struct MyFacts {
    std::optional<OwnLink> link;              ///< the newest: current, suspended, asked for, refused or ended
    std::vector<PersonFacts> people;          ///< empty unless the link is current
    std::vector<GivenConsent> consents;
    std::vector<CodeChoices> codes;           ///< of the fields a correction may be asked of
    std::int64_t adult_age = 0;
};
BOOST_DESCRIBE_STRUCT(MyFacts, (), (link, people, consents, codes, adult_age))

struct LookBody {
    PersonId person;
};
BOOST_DESCRIBE_STRUCT(LookBody, (), (person))

struct OwnClear {
    Unmasked<IdNumber> id_number;
    Unmasked<Phone> phone;
    std::string registered_address;
};
BOOST_DESCRIBE_STRUCT(OwnClear, (), (id_number, phone, registered_address))

const char* word_of(Reach reach) { return reach == Reach::own ? "own" : reach == Reach::ward ? "ward" : "shared"; }

const char* word_of(FieldKind kind) {
    switch (kind) {
        case FieldKind::date: return "date";
        case FieldKind::code: return "code";
        case FieldKind::phone: return "phone";
        case FieldKind::reference: return "reference";
        default: return "text";
    }
}

/// Composes the facts of people, and gathers the code lists their corrections need.
class Composing {
public:
    explicit Composing(Context& context) : context_(context), db_(context.db()), house_(context.house()) {}

    PersonFacts facts_of(const Seen& seen, std::int64_t today, std::int64_t age) {
        PersonFacts all{PersonId{seen.person.id}, std::get<std::string>(seen.person.values[people::persons.index_of("name")]), word_of(seen.reach), seen.relation, is_minor(seen.person, today, age), {}};
        const bool mends = seen.reach != Reach::shared;
        all.sections.push_back({people::persons.kind(), label(people::persons.kind()), {row(people::persons, seen.person, mends)}});
        if (!mends) return all;
        add_single(all, people::households, seen.person, "household");
        add_single(all, dwellings::all_dwellings, seen.person, "dwelling");
        for (const Section& section : sections()) {
            FactSection made{section.of->kind(), label(section.of->kind()), {}};
            for (const Record& record : find_referring(db_, house_, *section.of, section.field, seen.person.id, most_rows)) made.rows.push_back(row(*section.of, record, true));
            if (!made.rows.empty()) all.sections.push_back(std::move(made));
        }
        return all;
    }

    std::vector<CodeChoices> codes() const {
        std::vector<CodeChoices> all;
        for (const std::string& name : lists_) {
            CodeChoices list{name, {}};
            for (const CodeItem& item : house_.codes.get(name).items())
                if (item.assignable) list.items.push_back({item.code, context_.language() == "en" && !item.name_en.empty() ? item.name_en : item.name});
            all.push_back(std::move(list));
        }
        return all;
    }

private:
    std::string label(const std::string& kind) const { return house_.texts.get(context_.language(), kind); }

    /// What several people share (a household, a dwelling) is shown, and mended at the counter.
    void add_single(PersonFacts& all, const Register& of, const Record& person, const char* field) {
        const auto id = number_in(people::persons, person, field);
        const auto record = id ? find_record(db_, house_, of, *id, Scope::all()) : std::nullopt;
        if (record) all.sections.push_back({of.kind(), label(of.kind()), {row(of, *record, false)}});
    }

    FactRow row(const Register& of, const Record& record, bool mends) {
        FactRow made{Id<"register.row">{record.id}, house_.name_of("places.area", record.community != 0 ? record.community : record.area), record.as_of, record.confirmed_by != 0, record.ended_at.has_value(), {}};
        for (std::size_t i = 0; i < of.fields().size(); ++i) {
            const RegisterField& field = of.fields()[i];
            if (!is_shown(field) || (field.kind == FieldKind::reference && ((mends && &of == &people::persons) || field.of == people::persons.kind()))) continue;   // they have sections of their own
            const bool may = mends && !record.ended_at && is_correctable(field);
            std::string text = in_words(db_, house_, field, record.values[i], context_.language());
            if (text.empty() && !may) continue;
            if (may && field.kind == FieldKind::code) lists_.insert(field.of);
            made.facts.push_back({field.name, label_of(house_, of, field.name, context_.language()), word_of(field.kind), field.kind == FieldKind::code ? field.of : std::string(), std::move(text),
                                  field.is_sealed() && !std::holds_alternative<std::monostate>(record.values[i]), may, may && needs_paper(field)});
        }
        return made;
    }

    Context& context_;
    Db& db_;
    House& house_;
    std::set<std::string> lists_;
};

MyFacts show_my_facts(Context& context) {
    Db& db = context.db();
    MyFacts mine;
    mine.adult_age = adult_age(db);
    const std::int64_t account = context.account().value, today = day_of(context.now());
    auto link = current_link(db, account);
    if (!link) {
        const auto links = db.all<LinkRow>(links_of_owner, {{"owner", account}, {"limit", 1}});
        if (!links.empty()) link = links.front();
    }
    if (link) mine.link = OwnLink{LinkId{link->id}, link->version, link->state == "current" && !holds(db, *link) ? "suspended" : link->state, link->state == "ended" ? link->end_reason : link->state == "refused" ? link->reason : std::string(), link->ended_at ? *link->ended_at : link->decided_at.value_or(link->asked_at)};
    Composing composing(context);
    for (const Seen& seen : seen_by(db, context.house(), account, context.now())) mine.people.push_back(composing.facts_of(seen, today, mine.adult_age));
    mine.codes = composing.codes();
    for (const ConsentRow& consent : db.all<ConsentRow>(consents_given, {{"owner", account}, {"limit", most_rows}}))
        mine.consents.push_back({ConsentId{consent.id}, consent.version, person_name(db, context.house(), consent.viewer), consent.given_at, holds(db, consent)});
    return mine;
}

/// The sealed values of oneself or of a ward, in clear. A look like any other: recorded before the answer leaves.
OwnClear look_at_my_facts(Context& context, const LookBody& body) {
    const Reach reach = reach_of(context.db(), context.house(), context.account().value, body.person.value, context.now());
    if (reach != Reach::own && reach != Reach::ward) not_found("facts.no_such_person");
    const auto person = person_row(context.db(), context.house(), body.person.value);
    if (!person) not_found("facts.no_such_person");
    const auto clear = [&](const char* field) {
        const auto* text = std::get_if<std::string>(&person->values[people::persons.index_of(field)]);
        return text ? *text : std::string();
    };
    OwnClear shown{clear("id_number"), clear("phone"), clear("registered_address")};
    context.look(people::persons.kind(), person->id, "id_number,phone,registered_address", context.house().texts.get("zh-CN", reach == Reach::own ? "facts.look_own" : "facts.look_ward"));
    context.tx().record({.name = "facts.looked", .subject_kind = people::persons.kind(), .subject = person->id, .area = person->area});
    return shown;
}

}  // namespace

std::vector<Route> my_facts_routes() {
    const auto own = [] { return Access::signed_in("answers with the caller's own facts, a ward's, and those of adults who consented"); };
    std::vector<Route> routes;
    routes.push_back(get("/api/d/{d}/my-facts", own(), show_my_facts, "show_my_facts"));
    routes.push_back(post("/api/d/{d}/my-facts/look", own(), look_at_my_facts, "look_at_my_facts").looks().repeatable());
    for (Route& route : consent_routes()) routes.push_back(std::move(route));
    return routes;
}

}  // namespace liren::facts
