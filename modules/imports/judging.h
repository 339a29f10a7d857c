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

struct Judgement {
    std::string outcome;                      ///< new, changed, identical, conflict, alike, wrong
    Record file;                              ///< what the row says
    std::optional<Record> there;              ///< the row of the register it is, or may be
    std::vector<std::string> differing;       ///< fields of which both have a value, and not the same
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

private:
    void read_area(const std::vector<std::string>& cells, Judgement& judged);
    void read_reference(const RegisterField& field, std::size_t index, std::string_view cell, Judgement& judged);
    std::optional<std::int64_t> known(Judgement& judged);
    std::optional<std::int64_t> lookalike(const Judgement& judged);
    bool within(const Placement& at) const;

    Db& db_;
    House& house_;
    const Register& of_;
    const ImportRow& import_;
    const Layout layout_;
    std::map<std::string, std::optional<std::int64_t>> areas_;   ///< by name
    std::map<std::string, std::optional<std::int64_t>> referred_;
};

/// Findings as they are kept with the row, and read again: field, key, values.
std::string stored_findings(const Findings& findings);
std::vector<Finding> findings_from(std::string_view text);

}  // namespace liren::imports
