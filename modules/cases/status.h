#pragma once
// A case as somebody without an account may see it. Shared by the JSON routes and the plain pages. Private to the module.

#include "routes.h"
#include "store.h"

namespace liren::cases {

struct StatusFile {
    FileId id;
    std::string thumb_url, url;               ///< signed, valid for 15 minutes
};
BOOST_DESCRIBE_STRUCT(StatusFile, (), (id, thumb_url, url))

struct StatusStep {
    std::string name, state;
    Instant at;
    std::string text, who;
    std::vector<StatusFile> files;
    std::optional<std::int64_t> hours;        ///< of an extension
};
BOOST_DESCRIBE_STRUCT(StatusStep, (), (name, state, at, text, who, files, hours))

struct CaseStatus {
    std::string number;
    std::int64_t version = 0;
    std::string state, category, category_name, place;
    Instant reported_at, due_at;
    std::optional<Instant> closed_at;
    std::string outcome;
    std::vector<StatusStep> steps;
    std::optional<RatingView> rating;
    bool can_rate = false, can_dispute = false, can_add = false;
};
BOOST_DESCRIBE_STRUCT(CaseStatus, (), (number, version, state, category, category_name, place, reported_at, due_at, closed_at, outcome, steps, rating,
                                       can_rate, can_dispute, can_add))

/// The case of a number and its code. Wrong: 404 "cases.wrong_code" (never says which of the two); after five wrong ones in
/// 15 minutes 429 "cases.code_locked". Counts in a transaction of its own, so it is not for inside one.
CaseRow case_by_code(Context& context, const std::string& number, const std::string& code);

CaseStatus status_view(Context& context, const CaseRow& row);

}  // namespace liren::cases
