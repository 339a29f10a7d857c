#pragma once
// What a row of a spreadsheet would do to its register, decided against the register as it stands now: used by the dry run, and
// once more when the row is written. Private to the module.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "layout.h"
#include "store.h"

namespace liren::imports {

/// A row of another register that this row names, that nobody knows yet, and that is made with it.
struct Missing {
    std::size_t field = 0;
    const Register* of = nullptr;
    std::string title;
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

private:
    /// What a name in a cell leads to, in one community.
    struct Referred {
        std::optional<std::int64_t> id;
        std::string candidates;               ///< in words, when there are several
    };

    bool is_no_row(const std::vector<std::string>& cells, Judgement& judged) const;
    void read_area(const std::vector<std::string>& cells, Judgement& judged);
    void read_cells(const std::vector<std::string>& cells, Judgement& judged);
    void read_reference(const RegisterField& field, std::size_t index, std::string_view cell, Judgement& judged);
    void take_findings(const Findings& own, bool is_known, Judgement& judged) const;
    void compare(Judgement& judged);
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
    const std::string sum_words_, signature_words_;              ///< of every language
    std::map<std::string, std::optional<std::int64_t>> areas_;   ///< by name
    std::map<std::string, std::optional<std::int64_t>> named_areas_;   ///< by what a cell says
    std::map<std::string, Referred> referred_;
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
