// Told through the verbs of handovers, at hours gone by; the jobs that fell due since then run when the house first serves, so a
// reminder and an alarm are there as they would be.

#include "outside.h"

#include <algorithm>

#include "handovers/handovers.h"
#include "liren/stored_files.h"
#include "store.h"

namespace liren::demo {

namespace {

using handovers::HandoverId;
using handovers::HandoverRow;

constexpr std::int64_t most_asked = 50;

/// Cases somebody works on, on whose timeline nothing happened in the last days.
std::vector<std::int64_t> quiet_cases(House& house, const std::string& store, std::int64_t community, std::size_t wanted) {
    std::vector<std::int64_t> found;
    house.storage->read(store, [&](Db& db) {
        for (const char* state : {"handling", "acknowledged", "dispatched", "accepted"})
            for (const FoundId& one : db.all<FoundId>(cases_in_state, {{"community", community}, {"state", state}, {"before", house.clock.now() + -hours_ms(72)}, {"limit", most_asked}}))
                if (found.size() < wanted) found.push_back(one.id);
    });
    return found;
}

class Outside {
public:
    Outside(House& house, std::string store, AccountId sender) : house_(house), store_(std::move(store)), sender_(sender) {}

    void tell(std::int64_t case_id, const YAML::Node& story) {
        const auto text = [&](const char* name) { return story[name].IsDefined() ? story[name].as<std::string>() : std::string(); };
        now_ = house_.clock.now() + -hours_ms(story["hours_ago"].as<int>());
        HandoverId id;
        write(sender_, [&](Tx& tx) {
            const auto row = cases::find(tx, cases::CaseId{case_id}, Scope::all()).value();
            handovers::NewHandover given{.way = text("way"), .unit_name = text("unit"), .unit_phone = text("phone"),
                                         .words = cases::matter_of(tx, house_, store_, row, "zh-CN").text, .why = text("why"), .files = {}, .hours = story["hours"].as<int>(), .tells_reporter = false};
            for (const AttachedFile& file : files_of(tx, "cases.case", case_id))
                if (file.use == "report" && given.files.size() < 9) given.files.push_back(file.id);
            if (given.words.empty()) given.words = text("why");
            id = handovers::send(tx, house_, row, given).id;
        });
        if (story["opened"].IsDefined()) step(id, {}, [](Tx& tx, const HandoverRow& row) { return handovers::open(tx, row); });
        if (story["acknowledged"].IsDefined()) step(id, {}, [](Tx& tx, const HandoverRow& row) { return handovers::acknowledge(tx, row); });
        if (const std::string question = text("question"); !question.empty()) step(id, {}, [&](Tx& tx, const HandoverRow& row) { return handovers::ask(tx, row, question); });
        if (const std::string reply = text("reply"); !reply.empty()) step(id, sender_, [&](Tx& tx, const HandoverRow& row) { return handovers::reply(tx, row, reply); });
        if (const std::string answer = text("answer"); !answer.empty())
            step(id, {}, [&](Tx& tx, const HandoverRow& row) { return handovers::finish(tx, row, {.text = answer, .by = text("by"), .files = {}}); });
    }

private:
    void write(AccountId actor, const std::function<void(Tx&)>& work) { house_.storage->write_now(store_, {actor, now_}, work); }
    void step(HandoverId id, AccountId actor, const std::function<bool(Tx&, const HandoverRow&)>& verb) {
        now_ = now_ + minutes_ms(40);
        write(actor, [&](Tx& tx) {
            if (!verb(tx, handovers::find(tx, id).value())) throw std::logic_error("a hand-over of the demo moved while its story was told");
        });
    }

    House& house_;
    std::string store_;
    AccountId sender_;
    Instant now_;
};

}  // namespace

void tell_handovers(House& house, const std::string& district, const YAML::Node& words, const Cast& cast) {
    const Community& community = cast.communities[cast.staffed.front()];
    if (community.workers.empty()) return;
    const YAML::Node stories = words["handovers"];
    const std::string store = "d" + district;
    const auto cases_found = quiet_cases(house, store, community.area.id.value, stories.size());
    Outside outside(house, store, community.workers.front());
    for (std::size_t i = 0; i < cases_found.size(); ++i) outside.tell(cases_found[i], stories[i]);
}

}  // namespace liren::demo
