// What reporting a case costs SQLite itself: the statements of one report — reading the door, the area and the account,
// the idempotency record, step, count, job, number, case, sealed event — on the raw C API, in a stopped directory of Liren,
// with the writer's pragmas, a savepoint for each report and a commit for each 64. No HTTP, no JSON, no validation, no sealing
// of names, one thread. `bench_bare_loop DIRECTORY SECONDS` prints {"reports":…,"seconds":…,"cpu_us":…}.
// The texts are those of `liren statements`, compiled; keep them so.

#include <openssl/evp.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr int reports_of_a_batch = 64;
constexpr int long_log_pages = 4'000;

class Statement {
public:
    Statement(sqlite3* db, const char* text) : db_(db) {
        if (sqlite3_prepare_v3(db, text, -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr) != SQLITE_OK) throw std::runtime_error(std::string(sqlite3_errmsg(db)) + ": " + text);
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& put(std::int64_t value) { return sqlite3_bind_int64(statement_, ++position_, value), *this; }
    Statement& put(const std::string& value) { return sqlite3_bind_text(statement_, ++position_, value.data(), static_cast<int>(value.size()), SQLITE_STATIC), *this; }
    Statement& null() { return sqlite3_bind_null(statement_, ++position_), *this; }
    /// Runs it; of the last row keeps the columns as texts and the first as a number.
    void run() {
        columns.clear();
        int code = 0;
        while ((code = sqlite3_step(statement_)) == SQLITE_ROW) {
            columns.clear();
            number = sqlite3_column_int64(statement_, 0);
            for (int i = 0; i < sqlite3_column_count(statement_); ++i) {
                const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, i));
                columns.emplace_back(bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, i)));
            }
        }
        if (code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
        sqlite3_reset(statement_);
        position_ = 0;
    }
    std::int64_t number = 0;
    std::vector<std::string> columns;

private:
    sqlite3* db_;
    sqlite3_stmt* statement_ = nullptr;
    int position_ = 0;
};

sqlite3* open(const std::string& file, const std::string& script) {
    sqlite3* db = nullptr;
    if (sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, nullptr) != SQLITE_OK) throw std::runtime_error("cannot open " + file);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (sqlite3_exec(db, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db));
    return db;
}

std::string sha256_hex(const std::string& bytes) {
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    unsigned char digest[32];
    EVP_Digest(bytes.data(), bytes.size(), digest, nullptr, algorithm, nullptr);
    std::string text;
    for (const unsigned char byte : digest) text += "0123456789abcdef"[byte >> 4], text += "0123456789abcdef"[byte & 15];
    return text;
}

std::int64_t now_ms() { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count(); }

struct Event {
    std::int64_t id, subject;
    std::string digest;
};

class Loop {
public:
    explicit Loop(const std::string& stores)
        : db_(open(stores + "/d140502.db",
                   "pragma journal_mode = wal; pragma wal_autocheckpoint = 0; pragma foreign_keys = on; pragma secure_delete = fast; pragma temp_store = memory; "
                   "pragma synchronous = full; pragma cache_size = -16000; attach 'file:" + stores + "/city.db?mode=ro' as city; attach 'file:" + stores + "/gate.db?mode=ro' as gate")),
          gate_(open(stores + "/gate.db", "pragma wal_autocheckpoint = 0; pragma cache_size = -4000; pragma query_only = on")) {
        sqlite3_wal_hook(db_, [](void* self, sqlite3*, const char*, int pages) { return static_cast<Loop*>(self)->log_pages_ = pages, SQLITE_OK; }, this);
        Statement door(db_, "select code from city.places_doors order by code limit 1"), account(db_, "select id from gate.access_accounts where demo_card = 'resident'");
        door.run(), account.run(), sealer_.run();
        door_code_ = door.columns[0];
        account_ = account.number;
        seq_ = sealer_.number;
        hash_ = sealer_.columns[1];
    }

    void batch() {
        begin_.run();
        events_.clear();
        for (int i = 0; i < reports_of_a_batch; ++i) report();
        for (const Event& event : events_) seal(event);
        move_sealer_.put(seq_).put(hash_).run();
        commit_.run();
        if (log_pages_ >= long_log_pages) {
            int pages = 0, moved = 0;
            sqlite3_wal_checkpoint_v2(db_, "main", SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
            if (pages == moved) log_pages_ = 0;
        }
    }

private:
    std::int64_t new_id() { return (now_ms() << 22) + (last_id_++ & 0x3fffff); }

    void report() {
        savepoint_.run();
        const std::int64_t now = now_ms(), id = new_id(), step = new_id();
        const std::string key = "0192d7b0-0000-7000-8000-" + std::to_string(100'000'000'000 + last_id_), body_hash = sha256_hex(text_ + key);
        find_idempotency_.put(account_).put(route_).put(key).run();
        find_door_.put(door_code_).run();
        find_area_.put(std::atoll(find_door_.columns[1].c_str())).run();
        gate_begin_.run(), find_account_.put(account_).run(), gate_commit_.run();
        const std::int64_t area = std::atoll(find_area_.columns[0].c_str()), subdistrict = std::atoll(find_area_.columns[8].c_str()),
                           community = std::atoll(find_area_.columns[9].c_str()), grid = std::atoll(find_area_.columns[10].c_str());
        insert_step_.put(step).put(id).put(reported_).put(reported_).put(now).put(account_).put(text_).put(0).null().run();
        add_count_.put(grid).put(community).put(subdistrict).put(reported_).put(1).run();
        insert_job_.put(new_id()).put(deadline_).put(id).put(now + 7'200'000).put(payload_).put(now).run();
        next_number_.put(series_).put(2099).run();
        char number[32];
        std::snprintf(number, sizeof number, "JC-2099-%06lld", static_cast<long long>(next_number_.number));
        number_ = number;
        insert_case_.put(id).put(number_).put(category_).put(text_).put(place_).put(area).put(subdistrict).put(community).put(grid).put(354'900'000).put(1'128'400'000)
            .put(source_).put(kind_).put(account_).put(name_sealed_).put(phone_sealed_).put(phone_hash_).null().null().put(now + 7'200'000).put(2).put(now).put(0).null().run();
        events_.push_back({new_id(), id, sha256_hex(category_ + "\n" + text_)});
        insert_idempotency_.put(account_).put(route_).put(key).put(body_hash).put(201).put(answer_).put(now).run();
        release_.run();
    }

    void seal(const Event& event) {
        ++seq_;
        const std::int64_t at = now_ms();
        std::string bytes;
        const auto part = [&](const std::string& text) { bytes += std::to_string(text.size()) + ":" + text + ";"; };
        for (const std::string& text : {hash_, std::to_string(seq_), std::to_string(event.id), event_name_, subject_kind_, std::to_string(event.subject), std::string("1"),
                                        std::to_string(account_), std::string("1"), std::string("state"), std::to_string(at), event.digest}) part(text);
        std::string hash = sha256_hex(bytes);
        insert_event_.put(event.id).put(seq_).put(event_name_).put(subject_kind_).put(event.subject).put(1).put(account_).put(1).put(fields_).put(at).put(event.digest).put(hash_).put(hash).run();
        hash_ = std::move(hash);
    }

    sqlite3 *db_, *gate_;
    int log_pages_ = 0;
    std::int64_t account_ = 0, seq_ = 0, last_id_ = 1;
    std::string hash_, door_code_, number_;
    std::vector<Event> events_;
    const std::string route_ = "report_case", reported_ = "reported", deadline_ = "cases.deadline", series_ = "JC", category_ = "street_lamp", source_ = "resident", kind_ = "account",
                      payload_ = "1795000000000", fields_ = "state", event_name_ = "cases.reported", subject_kind_ = "cases.case", text_ = "路灯连着三天不亮，晚上老人出门看不清路",
                      place_ = "前书院社区 第1网格 · 3号楼二单元", name_sealed_ = std::string(64, 'n'), phone_sealed_ = std::string(64, 'p'), phone_hash_ = std::string(43, 'h'), answer_ = std::string(260, 'a');
    Statement begin_{db_, "begin immediate"}, commit_{db_, "commit"}, savepoint_{db_, "savepoint work"}, release_{db_, "release work"}, gate_begin_{gate_, "begin"}, gate_commit_{gate_, "commit"};
    Statement sealer_{db_, "select s.seq, s.hash from kernel_sealer s where s.id = 1"}, move_sealer_{db_, "update kernel_sealer set seq = ?, hash = ? where id = 1"};
    Statement find_idempotency_{db_, "select i.body_hash, i.status, i.response from kernel_idempotency i where i.account = ? and i.route = ? and i.key = ?"};
    Statement find_door_{db_, "select d.code, d.area, d.label, d.place, d.lat, d.lon from city.places_doors d where d.code = ?"};
    Statement find_area_{db_, "select a.id, a.parent, a.version, a.kind, a.name, a.code, a.district_code, a.district, a.subdistrict, a.community, a.grid, coalesce(s.name, '') as subdistrict_name, "
                              "coalesce(c.name, '') as community_name, coalesce(g.name, '') as grid_name from city.places_areas a left join city.places_areas s on s.id = a.subdistrict "
                              "left join city.places_areas c on c.id = a.community left join city.places_areas g on g.id = a.grid where a.id = ?"};
    Statement find_account_{gate_, "select a.id, a.version, a.login, a.display_name, a.kind, a.phone_sealed, a.password_hash, a.disabled, a.failures, a.locked_until, a.home_district, "
                                   "a.home_community, a.last_sign_in from access_accounts a where a.id = ?"};
    Statement insert_step_{db_, "insert into cases_steps (id, case_id, name, state, at, actor, text, internal, hours) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    Statement add_count_{db_, "insert into cases_counts (grid, community, subdistrict, state, number) values (?, ?, ?, ?, ?) on conflict (community, grid, state) do update set number = cases_counts.number + excluded.number"};
    Statement insert_job_{db_, "insert into kernel_jobs (id, kind, subject, due, payload, state, attempts, error, created_at) values (?, ?, ?, ?, ?, 'waiting', 0, '', ?)"};
    Statement next_number_{db_, "insert into kernel_numbers (series, year, last) values (?, ?, 1) on conflict (series, year) do update set last = kernel_numbers.last + 1 returning last"};
    Statement insert_case_{db_, "insert into cases_cases (id, version, number, category, state, open, text, place, area, subdistrict, community, grid, lat, lon, source, reporter_kind, owner, reporter_name_sealed, "
                                "reporter_phone_sealed, reporter_phone_hash, code_hash, about_unit, due_at, step_hours, returned, reason, outcome, rating_text, reported_at, files_count, cover) "
                                "values (?, 1, ?, ?, 'reported', 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', '', '', ?, ?, ?)"};
    Statement insert_idempotency_{db_, "insert into kernel_idempotency (account, route, key, body_hash, status, response, created_at) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing"};
    Statement insert_event_{db_, "insert into kernel_events (id, seq, name, subject_kind, subject, version, actor, area, fields, at, digest, previous_hash, hash) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
};

double cpu_us() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return 1e6 * static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 3) {
        std::fprintf(stderr, "bench_bare_loop DIRECTORY SECONDS\n");
        return 2;
    }
    try {
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        Loop loop(std::string(arguments[1]) + "/stores");
        const auto begin = std::chrono::steady_clock::now();
        const double cpu = cpu_us();
        long reports = 0;
        double seconds = 0;
        for (; seconds < std::atof(arguments[2]); seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), reports += reports_of_a_batch) loop.batch();
        std::printf("{\"reports\":%ld,\"seconds\":%.3f,\"cpu_us\":%.1f}\n", reports, seconds, (cpu_us() - cpu) / static_cast<double>(reports));
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "bench_bare_loop: %s\n", failure.what());
        return 1;
    }
}
