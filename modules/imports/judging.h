#pragma once
// What a row of a spreadsheet would do to its register, decided against the register as it stands now: used by the dry run, and
// once more when the row is written. Private to the module.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "doors.h"
#include "layout.h"
#include "store.h"

namespace liren::imports {

inline constexpr int most_candidates = 5;     ///< of a name that leads to several rows, told to a person
inline constexpr const char* dwelling_kind = "dwellings.dwelling";

/// A row of another register that this row names, that nobody knows yet, and that is made with it.
struct Missing {
    std::size_t field = 0;
    const Register* of = nullptr;
    std::string title;
    std::string key;                          ///< the same for two cells that name the same row
    std::int64_t community = 0;               ///< in which it is made
    std::optional<Door> door = {};            ///< of a dwelling whose cell says in which building it is
    std::optional<std::int64_t> building = {};   ///< that building, where somebody knows it
    std::optional<std::int64_t> compound = {};   ///< of a building, or of the dwelling's unknown one

    /// The building that has to be made before this dwelling.
    std::optional<Missing> building_first() const;
};

struct Judgement {
    std::string outcome;                      ///< new, changed, identical, conflict, alike, wrong
    Record file;                              ///< what the row says
    std::optional<Record> there;              ///< the row of the register it is, or may be
    std::vector<std::string> differing;       ///< fields of which both have a value, and not the same
    std::vector<Missing> missing;             ///< in the order in which they are made
    Findings findings;

    std::string fields() const;               ///< differing, comma-separated
};

class Judge {
public:
    Judge(Db& db, House& house, const Register& of, const ImportRow& import, Layout layout);

    /// `there` gives the register's row when a person already said which it is.
    Judgement judge(const std::vector<std::string>& cells, std::optional<std::int64_t> same_as = std::nullopt);
    /// The register's row with what the file says: everywhere, or only where the register has nothing.
    static Record merged(const Judgement& judged, bool file_wins);
    /// The row of the other register as it would be made; the caller writes it and says what became of it.
    Record draft_of(const Missing& missing, const Judgement& judged) const;
    void made(const Missing& missing, std::int64_t id, Judgement& judged);
    /// A building that was made on the way, for this dwelling and the next in it.
    void made_building(const Missing& building, std::int64_t id, Missing& dwelling);
    /// The building of a dwelling, when an earlier row made it.
    void take_building(Missing& dwelling) const;

private:
    /// What a name in a cell leads to, in one community.
    struct Referred {
        std::optional<std::int64_t> id;
        std::string candidates;               ///< in words, when there are several
        const char* why = "imports.ambiguous_reference";   ///< with candidates: what is said of them
        std::optional<std::int64_t> building = {}, compound = {};   ///< of a door: what is known of it
    };
    struct KnownDoor {
        std::string entrance, room;
        std::int64_t id = 0;
    };

    bool is_no_row(const std::vector<std::string>& cells, Judgement& judged) const;
    void read_area(const std::vector<std::string>& cells, Judgement& judged);
    void read_cells(const std::vector<std::string>& cells, Judgement& judged);
    void read_extra(const std::vector<std::string>& cells, Judgement& judged);
    void read_reference(const RegisterField& field, std::size_t index, std::string_view cell, Judgement& judged);
    void take_findings(const Findings& own, bool is_known, Judgement& judged) const;
    void compare(Judgement& judged);
    Referred look_up_building(const Door& door, std::int64_t community);
    Referred look_up_door(const Door& door, std::int64_t community);
    std::optional<std::int64_t> compound_in(const std::string& before, std::int64_t community);
    const std::vector<KnownDoor>& doors_of(std::int64_t building);
    void read_own_door(Judgement& judged);
    void note_doubt(const std::string& field, const DoorReading& reading, const std::string& found, Judgement& judged) const;
    Referred look_up(const Register& to, const std::string& title, std::int64_t community);
    std::string describe(const Register& of, const Record& row);
    std::int64_t community_of(std::int64_t area);
    std::string key_of(const Register& to, const std::string& title, std::int64_t area);
    std::optional<std::int64_t> known(Judgement& judged);
    std::optional<std::int64_t> lookalike(const Judgement& judged);
    bool within(const Placement& at) const;

    Db& db_;
    House& house_;
    const Register& of_;
    const ImportRow& import_;
    const Layout layout_;
    const std::vector<ExtraField> extra_;     ///< those the city added and did not retire
    std::map<std::string, std::optional<std::int64_t>> areas_;   ///< by name
    std::map<std::string, Referred> referred_;
    const DoorReader doors_;
    std::map<std::string, std::optional<std::int64_t>> compounds_;        ///< by community and what stands before a building
    std::map<std::int64_t, std::vector<KnownDoor>> known_doors_;          ///< by building
    std::map<std::int64_t, std::int64_t> communities_;           ///< by area
};

/// Whether rows of this register can be made of a name alone.
bool can_be_made(const Register& of);

/// A finding as it is kept with the row.
struct KeptFinding {
    Finding finding;
    bool refuses = false;                     ///< it keeps the row out; else it goes with it
};
/// Sealed: a finding repeats what a cell says.
std::string sealed_findings(const House& house, std::int64_t import, const Findings& findings);
std::vector<KeptFinding> open_findings(const House& house, std::int64_t import, std::string_view sealed);

}  // namespace liren::imports
