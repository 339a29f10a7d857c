#include "sql/migrations.h"

#include <algorithm>
#include <map>

namespace liren::sql {
namespace {

constexpr std::string_view folder_of(StoreKind kind) {
    switch (kind) {
        case StoreKind::city: return "migrations/city/";
        case StoreKind::gate: return "migrations/gate/";
        case StoreKind::district: break;
    }
    return "migrations/district/";
}

/// Refuses what this program cannot have made; returns how many files the store already has.
std::map<std::string, std::string> check_applied(const std::string& store, const std::vector<Migration>& migrations,
                                                 const std::vector<events::AppliedRow>& applied) {
    std::map<std::string, std::string> checksums;
    for (const events::AppliedRow& row : applied) {
        checksums[row.name] = row.checksum;
        const auto known = std::find_if(migrations.begin(), migrations.end(), [&](const Migration& m) { return m.name == row.name; });
        if (known == migrations.end())
            throw NewerStore("The store " + store + " is newer than this program: it has the migration " + row.name +
                             ", which this program does not know. Start the newer program, or restore a backup made before it.");
        if (known->checksum != row.checksum)
            throw std::runtime_error("The migration " + row.name + " was changed after it was applied to the store " + store +
                                     ". Put the file back as it was, and write the change as a new migration.");
    }
    return checksums;
}

}  // namespace

std::vector<Migration> migrations_of(StoreKind kind, const std::vector<EmbeddedFile>& files) {
    const std::string_view folder = folder_of(kind);
    std::vector<Migration> found;
    for (const EmbeddedFile& file : files)
        if (file.path.starts_with(folder)) found.push_back({std::string(file.path.substr(folder.size())), file.content, events::sha256_hex(file.content)});
    std::sort(found.begin(), found.end(), [](const Migration& a, const Migration& b) { return a.name < b.name; });
    for (std::size_t i = 1; i < found.size(); ++i)
        if (found[i].name == found[i - 1].name) throw std::logic_error("two migrations bear the name " + found[i].name);
    return found;
}

void migrate_store(const std::string& store, const std::vector<Migration>& migrations, MigrationTarget& target) {
    target.begin();
    try {
        const std::map<std::string, std::string> checksums = check_applied(store, migrations, target.applied());
        for (const Migration& migration : migrations) {
            if (checksums.count(migration.name) != 0) continue;
            try {
                target.script(migration.sql);
            } catch (const std::exception& error) {
                throw std::runtime_error("The migration " + migration.name + " failed in the store " + store + ": " + error.what());
            }
            target.remember(migration);
        }
        target.commit();
    } catch (...) {
        target.rollback();
        throw;
    }
}

}  // namespace liren::sql
