// Each case is a chain of verbs with the hour at which each happened. Chains run side by side so that the writer can commit
// many steps at once; within a chain each step waits for the one before.

#include "story.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "cases/cases.h"
#include "liren/digest.h"
#include "liren/error.h"

namespace liren::demo {

namespace {

using cases::CaseRow;

struct StoryStep {
    Instant at;
    cases::Actor actor;
    std::function<void(Tx&, std::int64_t& case_id)> act;
};

struct Chain {
    std::vector<StoryStep> steps;
    std::size_t next = 0;
    std::int64_t case_id = 0;
};

/// Runs chains with at most `width` under way.
class Telling {
public:
    Telling(House& house, std::string store, std::size_t width) : house_(house), store_(std::move(store)), width_(width) {}

    void tell(std::shared_ptr<Chain> chain) {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [this] { return under_way_ < width_; });
        ++under_way_;
        lock.unlock();
        go_on(std::move(chain));
    }
    void finish() {
        std::unique_lock lock(mutex_);
        room_.wait(lock, [this] { return under_way_ == 0; });
        if (failure_) std::rethrow_exception(failure_);
    }

private:
    void go_on(std::shared_ptr<Chain> chain) {
        if (chain->next == chain->steps.size()) return ended(nullptr);
        const StoryStep& step = chain->steps[chain->next];
        house_.storage->write(store_, {step.actor.account, step.at}, [chain](Tx& tx) { chain->steps[chain->next].act(tx, chain->case_id); },
                              [this, chain](std::exception_ptr problem) {
                                  if (problem) return ended(problem);
                                  ++chain->next;
                                  go_on(chain);
                              });
    }
    void ended(std::exception_ptr problem) {
        std::lock_guard lock(mutex_);
        if (problem && !failure_) failure_ = problem;
        --under_way_;
        room_.notify_all();
    }

    House& house_;
    std::string store_;
    std::size_t width_, under_way_ = 0;
    std::mutex mutex_;
    std::condition_variable room_;
    std::exception_ptr failure_;
};

CaseRow row_of(Tx& tx, std::int64_t id) { return cases::find(tx, cases::CaseId{id}, Scope::all()).value(); }

void must(bool moved) {
    if (!moved) throw std::logic_error("a demo case moved while its story was told");
}

/// Writes the chain of one case.
class Author {
public:
    Author(House& house, std::string store, const YAML::Node& words, Dice& dice, const Cast& cast, const std::vector<Picture>& pictures)
        : house_(house), store_(std::move(store)), words_(words), dice_(dice), cast_(cast), pictures_(pictures), turns_(words["seed"].as<std::uint64_t>() + 1) {}

    std::shared_ptr<Chain> write(Instant reported, Instant now) {
        chain_ = std::make_shared<Chain>();
        at_ = reported;
        now_ = now;
        choose_place();
        report();
        const int fate = static_cast<int>(dice_.below(100));
        const bool old = now - reported > hours_ms(24 * 6);
        // Nearly all old cases are finished; of the young ones most are still under way.
        const int last = old ? (fate < 92 ? 9 : static_cast<int>(dice_.below(8))) : static_cast<int>(dice_.below(10));
        if (dice_.chance(5) && last < 9) decline();
        else go(last);
        return chain_;
    }

private:
    void choose_place() {
        // Cases happen where somebody works them: mostly in the staffed communities.
        community_ = &cast_.communities[dice_.chance(85) ? cast_.staffed[dice_.below(cast_.staffed.size())] : dice_.below(cast_.communities.size())];
        grid_ = &cast_.grids[community_->grids[dice_.below(community_->grids.size())]];
        const bool staffed = !community_->workers.empty();
        clerk_ = {staffed ? community_->workers[0] : AccountId{}, {}};
        checker_ = {staffed ? community_->workers[1] : AccountId{}, {}};
    }

    void add(cases::Actor actor, int shortest_minutes, int longest_minutes, std::function<void(Tx&, std::int64_t&)> act) {
        add(dice_, std::move(actor), shortest_minutes, longest_minutes, std::move(act));
    }
    void add(Dice& dice, cases::Actor actor, int shortest_minutes, int longest_minutes, std::function<void(Tx&, std::int64_t&)> act) {
        at_ = at_ + minutes_ms(shortest_minutes + static_cast<int>(dice.below(static_cast<std::size_t>(longest_minutes - shortest_minutes))));
        if (at_ > now_) return;   // has not happened yet
        chain_->steps.push_back({at_, std::move(actor), std::move(act)});
    }

    void report() {
        cases::NewCase given;
        std::vector<std::string> categories;
        for (const auto& entry : words_["words"]) {
            const auto code = entry.first.as<std::string>();
            const bool rural = code.starts_with("village_") || code == "scattered_burial";
            if (!rural || grid_->village) categories.push_back(code);
        }
        given.category = categories[dice_.below(categories.size())];
        category_ = given.category;
        given.text = dice_.of(words_["words"][given.category]);
        const places::Door& door = grid_->doors[dice_.below(grid_->doors.size())];
        given.place = grid_->area.community_name + " " + grid_->area.grid_name + " · " + door.place;
        given.area = grid_->area.id.value;
        given.subdistrict = grid_->area.subdistrict;
        given.community = grid_->area.community;
        given.grid = grid_->area.grid;
        given.lat = door.lat;
        given.lon = door.lon;
        const std::size_t kind = dice_.below(10);
        given.reporter_kind = kind < 7 ? "number" : kind < 8 ? "confidential" : kind < 9 ? "anonymous" : "number";
        if (given.reporter_kind != "anonymous") {
            given.name = invent_name(words_, dice_);
            given.phone = "1390000" + std::to_string(1000 + dice_.below(9000));
        }
        std::optional<KeptPhoto> picture;
        if (dice_.chance(70)) picture = picture_of(category_);
        const std::string ref = "demo-" + std::to_string(++references_);
        chain_->steps.push_back({at_, {}, [this_house = &house_, store = store_, given, picture, ref](Tx& tx, std::int64_t& id) {
                                     cases::NewCase report = given;
                                     if (picture) report.files.push_back(write_photo(tx, store, *picture, ref));
                                     id = cases::report(tx, *this_house, store, report).id.value;
                                 }});
    }

    /// A drawing of what the category is about; nothing when none shows it.
    std::optional<KeptPhoto> picture_of(const std::string& category) {
        const YAML::Node scenes = words_["scenes"][category];
        if (!scenes.IsDefined()) return std::nullopt;
        const std::string scene = dice_.of(scenes);
        std::vector<const Picture*> fitting;
        for (const Picture& picture : pictures_)
            if (picture.scene == scene) fitting.push_back(&picture);
        if (fitting.empty()) return std::nullopt;
        return fitting[dice_.below(fitting.size())]->photo;
    }

    void decline() {
        if (!clerk_.account) return;
        add(clerk_, 10, 100, [h = &house_, s = store_, a = clerk_, why = dice_.of(words_["declines"])](Tx& tx, std::int64_t& id) { must(cases::decline(tx, *h, s, row_of(tx, id), a, why)); });
    }

    struct Sent {
        cases::Actor actor;
        std::optional<std::int64_t> unit, account;
    };

    Sent choose_handler() {
        if (dice_.chance(25)) {
            const std::size_t i = dice_.below(cast_.departments.size());
            return {{cast_.department_staff[i], {cast_.departments[i].value}}, cast_.departments[i].value, std::nullopt};
        }
        if (community_->property && dice_.chance(35)) return {{community_->property_staff[0], {community_->property->value}}, community_->property->value, std::nullopt};
        if (grid_->worker) return {{grid_->worker, {}}, std::nullopt, grid_->worker.value};
        return {checker_, std::nullopt, checker_.account.value};
    }

    /// Steps up to `last`: 1 accepted, 2 dispatched, 3 acknowledged, 4 handling, 5 handled, 6 verifying, 7 closed, 8–9 rated.
    void go(int last) {
        if (!clerk_.account || last < 1) return;
        House* h = &house_;
        const std::string s = store_;
        add(clerk_, 5, 170, [h, s, a = clerk_](Tx& tx, std::int64_t& id) { must(cases::accept(tx, *h, s, row_of(tx, id), a)); });
        if (last < 2) return;
        Sent to = choose_handler();
        if (dice_.chance(8)) wrong_way();
        if (!turns_.chance(6) || !passed_on(to)) add(clerk_, 5, 140, [h, s, a = clerk_, to](Tx& tx, std::int64_t& id) { must(cases::dispatch(tx, *h, s, row_of(tx, id), a, to.unit, to.account, "")); });
        if (last < 3) return;
        add(to.actor, 10, 300, [h, s, a = to.actor](Tx& tx, std::int64_t& id) { must(cases::acknowledge(tx, *h, s, row_of(tx, id), a)); });
        if (last < 4) return;
        add(to.actor, 20, 600, [h, s, a = to.actor](Tx& tx, std::int64_t& id) { must(cases::begin(tx, *h, s, row_of(tx, id), a)); });
        if (dice_.chance(25)) add(to.actor, 10, 200, [h, s, a = to.actor, text = dice_.of(words_["notes"])](Tx& tx, std::int64_t& id) { must(cases::note(tx, *h, s, row_of(tx, id), a, text, dice_internal(text), {})); });
        if (turns_.chance(10)) more_time(to.actor);
        if (last < 5) return;
        handle(to.actor, 60, 2000);
        if (last < 6) return;
        const cases::Actor judge = to.actor.account == checker_.account ? clerk_ : checker_;
        add(judge, 30, 700, [h, s, judge](Tx& tx, std::int64_t& id) { must(cases::verify(tx, *h, s, row_of(tx, id), judge)); });
        if (last < 7) return;
        if (dice_.chance(7)) {
            add(judge, 5, 60, [h, s, judge, why = dice_.of(words_["reworks"])](Tx& tx, std::int64_t& id) { must(cases::take_back(tx, *h, s, row_of(tx, id), judge, why)); });
            handle(to.actor, 60, 900);
            add(judge, 30, 300, [h, s, judge](Tx& tx, std::int64_t& id) { must(cases::verify(tx, *h, s, row_of(tx, id), judge)); });
        }
        add(judge, 5, 90, [h, s, judge](Tx& tx, std::int64_t& id) { must(cases::close(tx, *h, s, row_of(tx, id), judge, "")); });
        if (last < 8) return;
        rate();
    }

    static bool dice_internal(const std::string& text) { return text.size() % 2 == 0; }

    /// First to somebody who sends it back with a reason.
    void wrong_way() {
        House* h = &house_;
        const std::string s = store_;
        const std::size_t i = dice_.below(cast_.departments.size());
        const cases::Actor other{cast_.department_staff[i], {cast_.departments[i].value}};
        add(clerk_, 5, 100, [h, s, a = clerk_, unit = cast_.departments[i].value](Tx& tx, std::int64_t& id) { must(cases::dispatch(tx, *h, s, row_of(tx, id), a, unit, std::nullopt, "")); });
        add(other, 20, 300, [h, s, other, why = dice_.of(words_["returns"])](Tx& tx, std::int64_t& id) { must(cases::take_back(tx, *h, s, row_of(tx, id), other, why)); });
    }

    /// First to a department that knows better who is to do it. False, and nothing told, when the two are the same.
    bool passed_on(const Sent& to) {
        const std::size_t i = turns_.below(cast_.departments.size());
        const std::int64_t unit = cast_.departments[i].value;
        const std::string why = turns_.of(words_["transfers"]);
        if (to.unit == unit) return false;
        House* h = &house_;
        const std::string s = store_;
        const cases::Actor other{cast_.department_staff[i], {unit}};
        add(clerk_, 5, 100, [h, s, a = clerk_, unit](Tx& tx, std::int64_t& id) { must(cases::dispatch(tx, *h, s, row_of(tx, id), a, unit, std::nullopt, "")); });
        add(turns_, other, 20, 240, [h, s, other, to, why](Tx& tx, std::int64_t& id) { must(cases::transfer(tx, *h, s, row_of(tx, id), other, {.unit = to.unit, .account = to.account, .reason = why})); });
        return true;
    }

    /// The handler asks for a day or two; mostly it is granted.
    void more_time(const cases::Actor& handler) {
        House* h = &house_;
        const std::string s = store_;
        const cases::Actor director = handler.account == clerk_.account ? checker_ : clerk_;
        const cases::Extension asked{turns_.chance(70) ? 24 : 48, turns_.of(words_["extensions"])};
        const bool granted = turns_.chance(75);
        const cases::Decision decision{granted, granted ? "" : turns_.of(words_["refusals"])};
        add(turns_, handler, 30, 400, [h, s, handler, asked](Tx& tx, std::int64_t& id) { must(cases::request_extension(tx, *h, s, row_of(tx, id), handler, asked)); });
        add(turns_, director, 10, 300, [h, s, director, decision](Tx& tx, std::int64_t& id) { must(cases::decide_extension(tx, *h, s, row_of(tx, id), director, decision)); });
    }

    void handle(const cases::Actor& actor, int shortest, int longest) {
        std::optional<KeptPhoto> picture;
        if (dice_.chance(30)) picture = picture_of(category_);
        const std::string ref = "demo-" + std::to_string(++references_);
        add(actor, shortest, longest, [h = &house_, s = store_, actor, picture, ref, text = dice_.of(words_["outcomes"])](Tx& tx, std::int64_t& id) {
            std::vector<std::int64_t> files;
            if (picture) files.push_back(write_photo(tx, s, *picture, ref));
            must(cases::complete(tx, *h, s, row_of(tx, id), actor, text, files));
        });
    }

    void rate() {
        const bool pleased = dice_.chance(86);
        const int score = pleased ? 4 + static_cast<int>(dice_.below(2)) : 1 + static_cast<int>(dice_.below(3));
        const std::string text = dice_.chance(50) ? dice_.of(words_[pleased ? "praise" : "complaints"]) : "";
        add({}, 60, 4000, [h = &house_, s = store_, score, pleased, text](Tx& tx, std::int64_t& id) { must(cases::rate(tx, *h, s, row_of(tx, id), AccountId{}, score, pleased, text)); });
    }

    House& house_;
    std::string store_;
    const YAML::Node& words_;
    Dice& dice_;
    const Cast& cast_;
    const std::vector<Picture>& pictures_;
    Dice turns_;                              ///< for transfers and extensions, so that they leave everything else as it was thrown
    std::shared_ptr<Chain> chain_;
    Instant at_, now_;
    const Community* community_ = nullptr;
    const Grid* grid_ = nullptr;
    cases::Actor clerk_, checker_;
    std::string category_;
    std::int64_t references_ = 0;
};

}  // namespace

void tell_cases(House& house, const std::string& district, const YAML::Node& words, Dice& dice, Cast& cast, const std::vector<Picture>& pictures, int count,
                const std::function<void(const std::string&)>& say) {
    const std::int64_t span = hours_ms(24) * words["days"].as<int>();
    const Instant now = house.clock.now();
    std::vector<Instant> times;
    for (int i = 0; i < count; ++i) times.push_back({now.ms - static_cast<std::int64_t>(dice.below(static_cast<std::size_t>(span)))});
    std::sort(times.begin(), times.end());
    Author author(house, "d" + district, words, dice, cast, pictures);
    Telling telling(house, "d" + district, 64);
    for (int i = 0; i < count; ++i) {
        if (i % 500 == 0) say("Demo: cases " + std::to_string(i) + " of " + std::to_string(count));
        telling.tell(author.write(times[static_cast<std::size_t>(i)], now));
    }
    telling.finish();
}

}  // namespace liren::demo
