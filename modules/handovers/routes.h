#pragma once
// What the routes of handovers take and answer with. Private to the module; the names are those of openapi.json.

#include "handovers/handovers.h"
#include "liren/request.h"

namespace liren::handovers {

// ---- what is answered --------------------------------------------------------------------------------------------------

struct HandoverMessage {
    Instant at;
    bool from_unit = false;
    std::string actor_name, text;
};
BOOST_DESCRIBE_STRUCT(HandoverMessage, (), (at, from_unit, actor_name, text))

/// The link as it is copied and scanned: the picture's side in modules, quiet zone included, and its dark squares as one path.
struct HandoverLink {
    std::string url;
    int qr_size = 0;
    std::string qr_path;
};
BOOST_DESCRIBE_STRUCT(HandoverLink, (), (url, qr_size, qr_path))

struct HandoverView {
    HandoverId id;
    std::int64_t version = 0;
    std::string number;
    cases::CaseId case_id;
    std::string case_number, way, unit_name, unit_phone, state, attention;
    bool locked = false, overdue = false;
    std::string words, why;
    bool tells_reporter = false;
    std::vector<FileId> files;
    Instant due_at, expires_at, sent_at;
    std::optional<Instant> opened_at, acknowledged_at, ended_at;
    std::int64_t times_opened = 0;
    std::string sender_name, result, result_by;
    std::vector<FileId> result_files;
    std::vector<HandoverMessage> messages;
    std::optional<HandoverLink> link;         ///< for who answers for the case, while the result is awaited
};
BOOST_DESCRIBE_STRUCT(HandoverView, (), (id, version, number, case_id, case_number, way, unit_name, unit_phone, state, attention, locked, overdue, words, why, tells_reporter, files, due_at,
                                         expires_at, sent_at, opened_at, acknowledged_at, ended_at, times_opened, sender_name, result, result_by, result_files, messages, link))

struct HandoversOfCase {
    bool may_send = false;                    ///< the caller answers for the case, and it is under way
    bool may_tell_reporter = false;           ///< and may see who reported
    bool may_act = false;                     ///< the caller answers for the case
    std::vector<HandoverView> items;
};
BOOST_DESCRIBE_STRUCT(HandoversOfCase, (), (may_send, may_tell_reporter, may_act, items))

/// What is shown once: the PIN.
struct SentView {
    HandoverView handover;
    std::string pin;
};
BOOST_DESCRIBE_STRUCT(SentView, (), (handover, pin))

struct HandoverLine {
    HandoverId id;
    std::int64_t version = 0;
    std::string number;
    cases::CaseId case_id;
    std::string case_number, category_name, place, way, unit_name, state, attention;
    bool locked = false, overdue = false;
    Instant due_at;
    std::string sender_name;
};
BOOST_DESCRIBE_STRUCT(HandoverLine, (), (id, version, number, case_id, case_number, category_name, place, way, unit_name, state, attention, locked, overdue, due_at, sender_name))

struct HandoverAttention {
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(HandoverAttention, (), (count))

struct LetterView {
    std::string number, district_name, from_name, sender_name, unit_name, case_number, category_name, place, words, why;
    Instant sent_at, due_at;
    std::vector<FileId> files;
    HandoverLink link;
};
BOOST_DESCRIBE_STRUCT(LetterView, (), (number, district_name, from_name, sender_name, unit_name, case_number, category_name, place, words, why, sent_at, due_at, files,
                                       link))

// ---- what people send --------------------------------------------------------------------------------------------------

inline constexpr int longest_hours = 24 * 90;

struct HandoverOrder {
    Text<36, 36> client_ref;
    Choice<"link|letter"> way;
    Text<80, 1> unit_name;
    std::optional<Text<20>> unit_phone;
    Text<5000, 1> words;
    Text<500, 1> why;
    List<FileId, 9> files;
    Integer<1, longest_hours> hours;
    std::optional<Text<200, 1>> tell_reporter;   ///< why the unit must call who reported; none: it learns nothing of them
};
BOOST_DESCRIBE_STRUCT(HandoverOrder, (), (client_ref, way, unit_name, unit_phone, words, why, files, hours, tell_reporter))

struct HandoverReply {
    Text<2000, 1> text;
};
BOOST_DESCRIBE_STRUCT(HandoverReply, (), (text))

struct HandoverReason {
    Text<500, 1> reason;
};
BOOST_DESCRIBE_STRUCT(HandoverReason, (), (reason))

struct HandoverTime {
    Integer<1, longest_hours> hours;
};
BOOST_DESCRIBE_STRUCT(HandoverTime, (), (hours))

/// The paper that came back, filed by staff.
struct FiledResult {
    Choice<"answered|returned"> kind;
    Text<2000, 1> text;
    Text<60> by;
    List<FileId, 9> files;
};
BOOST_DESCRIBE_STRUCT(FiledResult, (), (kind, text, by, files))

struct Empty {};
BOOST_DESCRIBE_STRUCT(Empty, (), ())

struct CurrentQuery {
    std::optional<Choice<"mine|area">> view;
    std::optional<Integer<1, 100>> limit;
    std::optional<Text<200>> after;
};
BOOST_DESCRIBE_STRUCT(CurrentQuery, (), (view, limit, after))

// ---- shared by routes and pages ----------------------------------------------------------------------------------------

HandoverView view_of(Context& context, const HandoverRow& row, bool with_link);
HandoverLink link_of(const Context& context, const std::string& token);
/// Which unit, or which community, the hand-over comes from.
std::string sender_unit(const Context& context, const HandoverRow& row);
std::string district_name(Context& context, const HandoverRow& row);
/// With the community in front, unless it is there already.
std::string where_of(const cases::Matter& matter);
std::vector<std::int64_t> chosen_files(Db& db, const HandoverRow& row);
std::vector<std::int64_t> result_files(Db& db, const HandoverRow& row);

std::vector<Route> desk_routes();                                                                       // routes.cpp
std::vector<Route> stranger_routes();                                                                   // pages.cpp

}  // namespace liren::handovers
