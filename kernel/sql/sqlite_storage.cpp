// An installation on SQLite: a folder with city.db, gate.db and a file for each district.
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <shared_mutex>

#include "sql/sqlite_store.h"

namespace liren::sql {
namespace {

class SqliteStorage final : public CommonStorage {
public:
    SqliteStorage(std::filesystem::path directory, bool fast) : directory_(std::move(directory)), fast_(fast) {
        std::filesystem::create_directories(directory_);
        add("city", {});
        add("gate", {});
        for (const auto& file : std::filesystem::directory_iterator(directory_)) {
            const std::string name = file.path().filename().string();
            if (name.size() > 4 && name[0] == 'd' && name.ends_with(".db") && name.find_first_not_of("0123456789", 1) == name.size() - 3)
                add_district(name.substr(1, name.size() - 4));
        }
    }
    ~SqliteStorage() override { close(); }

    void add_district(const std::string& code) override {
        const std::string name = district_store(code);
        if (has(name)) return;
        add(name, {{"city", directory_ / "city.db"}, {"gate", directory_ / "gate.db"}});
    }

    std::vector<std::string> districts() const override {
        const std::shared_lock lock(mutex_);
        std::vector<std::string> codes;
        for (const auto& [name, store] : stores_)
            if (kind_of(name) == StoreKind::district) codes.push_back(name.substr(1));
        for (const auto& [name, trouble] : unopened_) codes.push_back(name.substr(1));
        return codes;
    }

    void migrate(const std::vector<EmbeddedFile>& files) override;
    std::string trouble(const std::string& store) const override {
        const std::shared_lock lock(mutex_);
        if (const auto broken = unopened_.find(store); broken != unopened_.end()) return broken->second;
        const auto found = stores_.find(store);
        return found == stores_.end() ? "There is no store " + store + "." : found->second->trouble();
    }
    bool has(const std::string& store) const override {
        const std::shared_lock lock(mutex_);
        return stores_.count(store) != 0 || unopened_.count(store) != 0;
    }

    void read(const std::string& store, const std::function<void(Db&)>& work) override { find(store).read(work); }

    void write(const std::string& store, WriteContext context, Work work, Done done) override {
        SqliteStore* found = nullptr;
        try {
            found = &find(store);
            if (!state_.enter()) throw queue_full();
        } catch (...) {
            done(std::current_exception());
            return;
        }
        found->enqueue({context, std::move(work), std::move(done)});
    }

    bool is_postgres() const override { return false; }
    void close() override;
    std::string try_prepare(const Statement& statement) override;
    std::string explain(const Statement& statement, const Scope& scope, std::span<const Parameter> parameters) override;

private:
    std::filesystem::path file_of(const std::string& name) const { return directory_ / (name + ".db"); }

    void add(const std::string& name, SqliteConnection::Attachments attached) {
        const std::lock_guard lock(mutex_);
        try {
            stores_[name] = std::make_unique<SqliteStore>(state_, name, file_of(name), std::move(attached), fast_);
        } catch (const std::exception& failure) {
            stores_.erase(name);
            if (kind_of(name) != StoreKind::district) throw;
            const auto* error = dynamic_cast<const Error*>(&failure);
            unopened_[name] = "The file " + file_of(name).string() + " cannot be opened: " + (error != nullptr ? error->detail() : failure.what());
        }
    }

    SqliteStore& find(const std::string& store) const {
        const std::shared_lock lock(mutex_);
        const auto found = stores_.find(store);
        if (found != stores_.end()) return *found->second;
        if (const auto broken = unopened_.find(store); broken != unopened_.end()) throw closed_store(store, broken->second);
        throw unknown_store(store);
    }

    /// A store of a statement's kind, for checks.
    std::string store_for(const Statement& statement) const {
        if (statement.store() == StoreKind::city) return "city";
        if (statement.store() == StoreKind::gate) return "gate";
        const std::vector<std::string> codes = districts();
        if (codes.empty()) throw std::logic_error("there is no district to prepare the statement in");
        return "d" + codes.front();
    }

    std::unique_ptr<SqliteConnection> inspect(const Statement& statement) const {
        SqliteConnection::Attachments attached;
        if (statement.store() == StoreKind::district) attached = {{"city", file_of("city")}, {"gate", file_of("gate")}};
        return std::make_unique<SqliteConnection>(file_of(store_for(statement)), SqliteConnection::Role::reader, fast_, attached);
    }

    std::filesystem::path directory_;
    bool fast_;
    mutable std::shared_mutex mutex_;
    std::map<std::string, std::unique_ptr<SqliteStore>> stores_;
    std::map<std::string, std::string> unopened_;  ///< districts whose file does not open, and why
    bool closed_ = false;
};

void SqliteStorage::migrate(const std::vector<EmbeddedFile>& files) {
    std::vector<SqliteStore*> order;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [name, store] : stores_) order.push_back(store.get());
    }
    std::stable_sort(order.begin(), order.end(), [](const SqliteStore* a, const SqliteStore* b) { return a->kind() < b->kind(); });
    for (SqliteStore* store : order) {
        try {
            store->migrate(migrations_of(store->kind(), files));
        } catch (const NewerStore&) {
            throw;
        } catch (const std::exception&) {
            if (store->kind() != StoreKind::district) throw;  // the district's trouble() has the sentence
        }
    }
}

void SqliteStorage::close() {
    if (closed_) return;
    closed_ = true;
    const std::shared_lock lock(mutex_);
    for (const auto& [name, store] : stores_)
        if (store->kind() == StoreKind::district) store->close();
    for (const auto& [name, store] : stores_) store->close();  // city and gate last: the districts had them attached
}

std::string SqliteStorage::try_prepare(const Statement& statement) {
    try {
        const Template& parsed = template_of(statement);
        const std::unique_ptr<SqliteConnection> connection = inspect(statement);
        for (const auto& [groups, shape] : choices(parsed)) {
            const Variant variant = compile(parsed, Engine::sqlite, groups, shape);
            if (std::string words = connection->try_prepare(variant.text); !words.empty()) return statement.name() + (": " + words) + " in: " + variant.text;
        }
    } catch (const std::exception& failure) {
        return failure.what();
    }
    return {};
}

std::string SqliteStorage::explain(const Statement& statement, const Scope& scope, std::span<const Parameter> parameters) {
    return inspect(statement)->explain(statement, template_of(statement).scoped ? &scope : nullptr, parameters);
}

}  // namespace
}  // namespace liren::sql

namespace liren {

std::unique_ptr<Storage> Storage::open_sqlite(const std::filesystem::path& directory, bool fast) {
    // Counting every byte under one global lock costs readers more than the figures are worth; only before the first use.
    static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(configured);
    return std::make_unique<sql::SqliteStorage>(directory, fast);
}

}  // namespace liren
