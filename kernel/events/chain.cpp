#include "events/chain.h"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace liren::events {
namespace {

void append(std::string& out, std::string_view bytes) {
    out += std::to_string(bytes.size());
    out += ':';
    out += bytes;
    out += ';';
}

void append(std::string& out, std::int64_t number) { append(out, std::string_view(std::to_string(number))); }

std::string hash_of(const EventRow& row) {
    std::string bytes;
    bytes.reserve(320);
    append(bytes, std::string_view(row.previous_hash));
    append(bytes, row.seq);
    append(bytes, row.id);
    append(bytes, std::string_view(row.name));
    append(bytes, std::string_view(row.subject_kind));
    append(bytes, row.subject);
    append(bytes, row.version);
    append(bytes, row.actor);
    append(bytes, row.area);
    append(bytes, std::string_view(row.fields));
    append(bytes, row.at.ms);
    append(bytes, std::string_view(row.digest));
    return sha256_hex(bytes);
}

/// OpenSSL 3 looks an algorithm up by name at every use unless it is fetched once: a third of the time of a short hash.
const EVP_MD* sha256() {
    static EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (fetched == nullptr) throw std::runtime_error("OpenSSL has no SHA-256");
    return fetched;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, 32> digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, sha256(), nullptr) != 1) throw std::runtime_error("SHA-256 failed");
    constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    text.reserve(64);
    for (unsigned char byte : digest) {
        text += hex[byte >> 4];
        text += hex[byte & 15];
    }
    return text;
}

EventRow row_of(Event event, AccountId actor, Instant at) {
    EventRow row;
    row.id = new_id();
    row.name = std::move(event.name);
    row.subject_kind = std::move(event.subject_kind);
    row.subject = event.subject;
    row.version = event.version;
    row.actor = actor.value;
    row.area = event.area;
    row.fields = std::move(event.fields);
    row.at = at;
    if (!event.evidence.empty()) row.digest = sha256_hex(event.evidence);
    return row;
}

void seal(EventRow& row, std::int64_t& seq, std::string& hash) {
    row.seq = ++seq;
    row.previous_hash = hash;
    row.hash = hash_of(row);
    hash = row.hash;
}

SealedEvent sealed_event(const EventRow& row) {
    return {row.seq, row.id, row.name, row.subject_kind, row.subject, row.version, row.actor, row.area, row.fields, row.at};
}

std::optional<ChainFault> check(const std::string& store, const ReadEvents& read, std::int64_t last_seq, const std::string& last_hash) {
    std::int64_t seq = 0;
    std::string hash;
    for (;;) {
        const std::vector<EventRow> rows = read(seq, 1000);
        if (rows.empty()) break;
        for (const EventRow& row : rows) {
            if (row.seq != seq + 1) return ChainFault{store, seq + 1, "the event is missing"};
            if (row.previous_hash != hash) return ChainFault{store, row.seq, "the event does not name the hash of the one before it"};
            if (row.hash != hash_of(row)) return ChainFault{store, row.seq, "the event's hash does not follow from its columns"};
            seq = row.seq;
            hash = row.hash;
        }
    }
    if (seq < last_seq) return ChainFault{store, seq + 1, "the event is missing at the end of the chain"};
    if (seq > last_seq) return ChainFault{store, last_seq + 1, "the event stands behind the end of the chain"};
    if (hash != last_hash) return ChainFault{store, seq, "the chain's end is not the one that was sealed last"};
    return std::nullopt;
}

}  // namespace liren::events
