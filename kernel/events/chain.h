#pragma once
// The hash chain of a store's events: hash = SHA-256(previous hash, then every column in a canonical form), in hex. One formula
// for both engines, so that one check reads both. An auditor can recompute it from a dump: each column as "<length>:<bytes>;".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe/class.hpp>

#include "liren/storage.h"

namespace liren::events {

/// A row of kernel_events.
struct EventRow {  // in the order of the columns that kernel.events_sealed reads
    std::int64_t id = 0;
    std::int64_t seq = 0;
    std::string name;
    std::string subject_kind;
    std::int64_t subject = 0;
    std::int64_t version = 0;
    std::int64_t actor = 0;
    std::int64_t area = 0;
    std::string fields;
    Instant at;
    std::string digest;
    std::string previous_hash;
    std::string hash;
};
BOOST_DESCRIBE_STRUCT(EventRow, (), (id, seq, name, subject_kind, subject, version, actor, area, fields, at, digest, previous_hash, hash))

std::string sha256_hex(std::string_view bytes);

/// A recorded event before sealing: a fresh id, the evidence as its digest (empty when there is none).
EventRow row_of(Event event, AccountId actor, Instant at);

/// Gives the event its place after (seq, hash) and moves them on.
void seal(EventRow& row, std::int64_t& seq, std::string& hash);

SealedEvent sealed_event(const EventRow& row);

/// Reads a store's events in order of seq, at most `limit` after `seq`.
using ReadEvents = std::function<std::vector<EventRow>(std::int64_t seq, int limit)>;
/// Walks the chain and compares its end with the sealer's own (seq, hash).
std::optional<ChainFault> check(const std::string& store, const ReadEvents& read, std::int64_t last_seq, const std::string& last_hash);

}  // namespace liren::events
