// An installation on PostgreSQL: schemas city, gate and one for each district in one database.
#include <libpq-fe.h>

#include <algorithm>
#include <map>
#include <shared_mutex>

#include "events/statements.h"
#include "search/dialect.h"
#include "sql/postgres_store.h"

namespace liren::sql {
namespace {

/// Runs what two processes may do at the same moment ("create … if not exists" can still collide): a few times, then for good.
void insist(const std::function<void()>& act) {
    for (int left = 5;; --left) {
        try {
            return act();
        } catch (const std::runtime_error&) {
            if (left == 0) throw;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
}

class PostgresMigration final : public MigrationTarget {
public:
    PostgresMigration(PostgresConnection& connection, std::string store) : connection_(connection), store_(std::move(store)) {}

    void begin() override {
        insist([&] {
            connection_.script("create schema if not exists " + store_);
            connection_.script("set search_path to " + store_ + "; " + std::string(migrations_table));
        });
        connection_.script("set statement_timeout = 0; begin; lock table kernel_migrations in exclusive mode");
    }
    std::vector<events::AppliedRow> applied() override {
        const PostgresResult result = connection_.run_raw("select name, checksum from kernel_migrations order by name", {});
        std::vector<events::AppliedRow> rows;
        for (int row = 0; row < PQntuples(result.get()); ++row) rows.push_back({PQgetvalue(result.get(), row, 0), PQgetvalue(result.get(), row, 1)});
        return rows;
    }
    void script(std::string_view sql) override {
        connection_.script(search::with_search_indexes(sql, Engine::postgres));
        collate_bytewise();
    }
    void remember(const Migration& migration) override {
        connection_.run_raw("insert into kernel_migrations (name, checksum, applied_at) values ($1, $2, $3::bigint)",
                            {migration.name, migration.checksum, std::to_string(SystemClock().now().ms)});
    }
    void commit() override { connection_.script("commit"); }
    void rollback() noexcept override { connection_.rollback(); }

private:
    /// Every text column compares byte by byte, as on SQLite, in whatever collation the database was made: what a file left to
    /// the default is altered in the same transaction, while its tables are new and empty.
    void collate_bytewise() {
        const PostgresResult result = connection_.run_raw(
            "select format('alter table %I.%I alter column %I type text collate \"C\"', n.nspname, c.relname, a.attname) "
            "from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace "
            "join pg_database d on d.datname = current_database() "
            "where n.nspname = $1 and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped "
            "and a.atttypid = 'text'::regtype and a.attcollation = 'pg_catalog.default'::regcollation "
            "and not (d.datlocprovider = 'c' and d.datcollate in ('C', 'POSIX'))",
            {store_});
        for (int row = 0; row < PQntuples(result.get()); ++row) connection_.script(PQgetvalue(result.get(), row, 0));
    }

    PostgresConnection& connection_;
    std::string store_;
};

class PostgresStorage final : public CommonStorage {
public:
    PostgresStorage(std::string url, unsigned connections)
        : url_(std::move(url)), readers_(url_, std::max(1U, (connections - 1) / 2)) {
        PostgresConnection connection(url_);
        const PostgresResult encoding = connection.run_raw("show server_encoding", {});
        if (std::string_view(PQgetvalue(encoding.get(), 0, 0)) != "UTF8")
            throw std::runtime_error("The database is not in UTF8. Make one with: create database liren encoding 'UTF8' locale 'C' template template0");
        for (const char* name : {"city", "gate"}) add(connection, name);
        const PostgresResult found = connection.run_raw("select nspname from pg_namespace where nspname ~ '^d[0-9]{1,12}$' order by nspname", {});
        for (int row = 0; row < PQntuples(found.get()); ++row) stores_[PQgetvalue(found.get(), row, 0)] = std::make_unique<PostgresStore>(PQgetvalue(found.get(), row, 0));
        sealer_ = std::make_unique<PostgresSealer>(state_, url_, [this] { return all_stores(); });
        workers_ = std::make_unique<PostgresWorkers>(state_, url_, std::max(1U, connections / 2), [this](PostgresStore& store) {
            store.unsealed = true;
            sealer_->wake();
        });
    }
    ~PostgresStorage() override { close(); }

    void add_district(const std::string& code) override {
        const std::string name = district_store(code);
        if (has(name)) return;
        PostgresConnection connection(url_);
        add(connection, name);
    }
    std::vector<std::string> districts() const override {
        const std::shared_lock lock(mutex_);
        std::vector<std::string> codes;
        for (const auto& [name, store] : stores_)
            if (store->kind == StoreKind::district) codes.push_back(name.substr(1));
        return codes;
    }
    void migrate(const std::vector<EmbeddedFile>& files) override;
    std::string trouble(const std::string& store) const override {
        const std::shared_lock lock(mutex_);
        const auto found = stores_.find(store);
        return found == stores_.end() ? "There is no store " + store + "." : found->second->why_closed();
    }
    bool has(const std::string& store) const override {
        const std::shared_lock lock(mutex_);
        return stores_.count(store) != 0;
    }

    void read(const std::string& store, const std::function<void(Db&)>& work) override;
    void write(const std::string& store, WriteContext context, Work work, Done done) override {
        PostgresStore* found = nullptr;
        try {
            found = &find(store);
            if (!state_.enter()) throw queue_full();
        } catch (...) {
            done(std::current_exception());
            return;
        }
        workers_->enqueue(*found, {context, std::move(work), std::move(done)});
    }

    bool is_postgres() const override { return true; }
    void close() override;
    std::string try_prepare(const Statement& statement) override;
    std::string explain(const Statement& statement, const Scope& scope, std::span<const Parameter> parameters) override {
        PostgresConnection connection(url_);
        return connection.explain(store_for(statement), statement, template_of(statement).scoped ? &scope : nullptr, parameters);
    }

private:
    void add(PostgresConnection& connection, const std::string& name) {
        insist([&] { connection.script("create schema if not exists " + name); });
        const std::lock_guard lock(mutex_);
        stores_[name] = std::make_unique<PostgresStore>(name);
    }
    PostgresStore& find(const std::string& store) const {
        const std::shared_lock lock(mutex_);
        const auto found = stores_.find(store);
        if (found == stores_.end()) throw unknown_store(store);
        return *found->second;
    }
    std::vector<PostgresStore*> all_stores() const {
        const std::shared_lock lock(mutex_);
        std::vector<PostgresStore*> found;
        for (const auto& [name, store] : stores_) found.push_back(store.get());
        std::stable_sort(found.begin(), found.end(), [](const PostgresStore* a, const PostgresStore* b) { return a->kind < b->kind; });
        return found;
    }
    std::string store_for(const Statement& statement) const {
        for (const PostgresStore* store : all_stores())
            if (store->kind == statement.store()) return store->name;
        throw std::logic_error("there is no district to prepare the statement in");
    }

    std::string url_;
    mutable std::shared_mutex mutex_;
    std::map<std::string, std::unique_ptr<PostgresStore>> stores_;
    PostgresPool readers_;
    std::unique_ptr<PostgresSealer> sealer_;
    std::unique_ptr<PostgresWorkers> workers_;
};

void PostgresStorage::migrate(const std::vector<EmbeddedFile>& files) {
    for (PostgresStore* store : all_stores()) {
        try {
            PostgresConnection connection(url_);  // its own: another search path, no timeout
            PostgresMigration target(connection, store->name);
            migrate_store(store->name, migrations_of(store->kind, files), target);
            if (store->serving) continue;
            connection.begin_read(store->name);
            store->noticed = PostgresDb(connection, store->kind).one<events::SealerRow>(events::find_sealer, {}).value().seq;
            connection.finish();
            if (store->kind == StoreKind::gate) sealer_->lease_node(connection);
            store->set_trouble({});
        } catch (const NewerStore& failure) {
            store->set_trouble(failure.what());
            throw;
        } catch (const std::exception& failure) {
            const auto* error = dynamic_cast<const Error*>(&failure);
            store->set_trouble(error != nullptr ? error->detail() : failure.what());
            if (store->kind != StoreKind::district) throw;
        }
    }
}

/// The reads that this thread is inside of: a nested read() of the same store joins its snapshot.
std::vector<std::pair<const PostgresStore*, Db*>>& open_reads() {
    thread_local std::vector<std::pair<const PostgresStore*, Db*>> reads;
    return reads;
}

void PostgresStorage::read(const std::string& store, const std::function<void(Db&)>& work) {
    PostgresStore& found = find(store);
    for (const auto& [open_store, db] : open_reads())
        if (open_store == &found) return work(*db);
    if (!found.serving) throw closed_store(store, found.why_closed());
    for (bool again = false;; again = true) {
        std::unique_ptr<PostgresConnection> connection = readers_.take();
        PostgresDb db(*connection, found.kind);
        open_reads().emplace_back(&found, &db);
        bool joined = true;
        const auto leave = [&] {
            if (joined) open_reads().pop_back();
            joined = false;
        };
        try {
            connection->begin_read(store);
            work(db);
            leave();
            connection->finish();
            readers_.give_back(std::move(connection));
            return;
        } catch (...) {
            leave();
            const bool stale = connection->failure() == PostgresConnection::Failure::broken && !db.answered();
            connection->rollback();
            readers_.give_back(std::move(connection));
            if (!stale || again) throw;  // a connection that broke while idle is replaced once
        }
    }
}

void PostgresStorage::close() {
    workers_->close();
    sealer_->close();
    readers_.clear();
    for (PostgresStore* store : all_stores()) store->set_trouble("The store is closed.");
}

std::string PostgresStorage::try_prepare(const Statement& statement) {
    try {
        const Template& parsed = template_of(statement);
        PostgresConnection connection(url_);
        for (const auto& [groups, shape] : choices(parsed)) {
            const Variant variant = compile(parsed, Engine::postgres, groups, shape);
            if (std::string words = connection.try_prepare(store_for(statement), variant.text); !words.empty())
                return statement.name() + (": " + words) + " in: " + variant.text;
        }
    } catch (const std::exception& failure) {
        return failure.what();
    }
    return {};
}

}  // namespace
}  // namespace liren::sql

namespace liren {

std::unique_ptr<Storage> Storage::open_postgres(const std::string& url, unsigned connections) {
    return std::make_unique<sql::PostgresStorage>(url, std::clamp(connections, 3U, 64U));
}

}  // namespace liren
