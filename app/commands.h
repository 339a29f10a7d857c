#pragma once
// The commands of the program. Each returns the exit status and prints for a person; failures are sentences.

#include "installation.h"

namespace liren {

struct Listening {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
    unsigned threads = 2;
    std::string certificate, key;
};

struct Founding {
    std::string district;                     ///< "140502"
    std::string divisions;                    ///< a file like packs/divisions/140502.csv; empty: the pack of that name
    std::string login = "admin";
};

/// Adds a district to an installation without a demo, and the account of its first administrator, whose password it prints.
int found(const Installation& installation, const Founding& founding);

/// What demo-population is asked for.
struct InventedPeople {
    int people = 6'000;
    std::optional<std::uint64_t> seed;
    std::string district = "140502";
};

int serve(const Installation& installation, const Listening& listening);
int migrate(const Installation& installation);
/// Writes invented people into communities in which nobody is registered. Only in a demo directory.
int populate(const Installation& installation, const InventedPeople& invented);
/// Walks the hash chain of every store; names the first event that does not follow.
int check_chain(const Installation& installation);
/// Prepares every statement, in every variant, on the engine of the installation.
int check_statements(const Installation& installation);
int print_api();
/// route · access · store · handler, one a line, tab-separated.
int print_routes();
/// One JSON line a route, for the checks.
int print_routes_json();
/// The tables that the registers declare, as SQL.
int print_register_tables(const std::string& kind);
/// Names and texts of every statement, for the checks.
int print_statements();

}  // namespace liren
