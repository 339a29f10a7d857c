// Households whose ages, sexes and relations go together.

#include <algorithm>
#include <array>

#include "neighbourhood.h"

namespace liren::demo {

namespace {

// GB/T 4761.
constexpr const char* head = "02";
constexpr const char* spouse = "10";
constexpr const char* son = "20";
constexpr const char* daughter = "30";
constexpr const char* grandchild = "40";
constexpr const char* parent = "50";
constexpr const char* other = "80";

constexpr int man = 1, woman = 2;

enum class Family : std::uint8_t { young_single, elder_alone, couple, empty_nest, one_child, two_children, three_generations, single_parent, grandparents, sharers };
/// Shares in a hundred: in a town, in a village.
constexpr std::array<std::pair<int, int>, 10> shares = {{{8, 3}, {5, 8}, {10, 5}, {14, 21}, {31, 21}, {13, 16}, {11, 17}, {4, 3}, {2, 6}, {2, 0}}};

Family drawn(Dice& dice, bool village) {
    int left = dice.between(0, 99);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        left -= village ? shares[i].second : shares[i].first;
        if (left < 0) return static_cast<Family>(i);
    }
    return Family::one_child;
}

class Household {
public:
    Household(Dice& dice, std::size_t most) : dice_(dice), most_(most) {}

    void add(const char* relation, int age, int sex, const char* marriage) {
        if (people_.size() == most_) return;
        Resident made;
        made.relation = relation;
        made.age = std::clamp(age, 0, 101);
        made.sex = sex;
        made.marriage = marriage;
        people_.push_back(std::move(made));
    }
    int sex() { return dice_.chance(50) ? man : woman; }
    void couple(int age) {
        const int first = dice_.chance(70) ? man : woman;
        const char* marriage = dice_.chance(94) ? "21" : "22";
        add(head, age, first, marriage);
        if (most_ > 1) add(spouse, std::max(age + (first == man ? -dice_.between(-2, 5) : dice_.between(-2, 5)), 20), first == man ? woman : man, marriage);
    }
    void child(int age) {
        const int of = dice_.chance(52) ? man : woman;
        add(of == man ? son : daughter, age, of, "10");
    }
    void elder(int age) { add(parent, age, dice_.chance(38) ? man : woman, age > 74 || dice_.chance(40) ? "30" : "21"); }
    std::vector<Resident> take() { return std::move(people_); }

private:
    Dice& dice_;
    std::size_t most_;
    std::vector<Resident> people_;
};

}  // namespace

std::vector<Resident> invent_family(Dice& dice, bool village, std::size_t most) {
    Household home(dice, most);
    switch (drawn(dice, village)) {
        case Family::young_single: home.add(head, dice.between(21, 42), home.sex(), dice.chance(85) ? "10" : "40"); break;
        case Family::elder_alone: home.add(head, dice.between(64, 93), dice.chance(32) ? man : woman, "30"); break;
        case Family::couple: home.couple(dice.between(24, 52)); break;
        case Family::empty_nest: home.couple(dice.between(55, 84)); break;
        case Family::one_child: {
            const int age = dice.between(27, 54);
            home.couple(age);
            home.child(std::max(0, age - dice.between(23, 33)));
            break;
        }
        case Family::two_children: {
            const int age = dice.between(28, 48), elder = std::max(0, age - dice.between(22, 29));
            home.couple(age);
            home.child(elder);
            home.child(std::max(0, elder - dice.between(1, 8)));
            break;
        }
        case Family::three_generations: {
            const int age = dice.between(29, 48);
            home.couple(age);
            home.child(std::max(0, age - dice.between(23, 31)));
            home.elder(age + dice.between(22, 32));
            if (dice.chance(45)) home.elder(age + dice.between(22, 32));
            break;
        }
        case Family::single_parent: {
            const int age = dice.between(30, 52);
            home.add(head, age, dice.chance(30) ? man : woman, dice.chance(75) ? "40" : "30");
            home.child(std::max(0, age - dice.between(22, 32)));
            break;
        }
        case Family::grandparents: {
            const int age = dice.between(58, 76);
            home.couple(age);
            home.add(grandchild, dice.between(2, 15), home.sex(), "10");
            break;
        }
        case Family::sharers:
            home.add(head, dice.between(20, 33), man, "10");
            for (int i = dice.between(1, 2); i > 0; --i) home.add(other, dice.between(19, 34), man, "10");
            break;
    }
    return home.take();
}

}  // namespace liren::demo
