#pragma once
// The house: everything that lives as long as the program and that a handler may need — stores, clock, keys, texts, files,
// jobs, roles, modules. Made once in app/main.cpp; passed by reference; no globals.

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "liren/access.h"
#include "liren/clock.h"
#include "liren/code_list.h"
#include "liren/files.h"
#include "liren/grounds.h"
#include "liren/image.h"
#include "liren/jobs.h"
#include "liren/request.h"
#include "liren/seal.h"
#include "liren/storage.h"
#include "liren/subscribers.h"
#include "liren/texts.h"

namespace liren {

/// Parameters of one installation. Every number here can be set at start; the defaults follow domain/rules.md §15.
struct Settings {
    std::filesystem::path data_directory = "data";
    bool demo = false;                        ///< the directory holds demo accounts: never beyond loopback
    bool test = false;                        ///< /test/* is open (loopback only)
    int idle_minutes = 60;                    ///< a session unused for so long ends
    int session_days = 14;                    ///< and none lives longer
    int failures_before_lock = 5;             ///< wrong passwords in a row
    int lock_minutes = 15;
    int sign_in_queue = 32;                   ///< password checks waiting at once; beyond: 429
    int limit_scale = 1;                      ///< multiplies every rate limit (load tests)
    int import_piece = 2'000;                 ///< rows that an import judges or writes in one transaction; others wait for the writer meanwhile
    unsigned workers = 4;                     ///< threads for slow reads and preparation
};

class Sessions;
class Live;

class House {
public:
    House(Settings settings, std::unique_ptr<Storage> storage, Keyring keyring, std::vector<Module> modules);
    ~House();
    House(const House&) = delete;

    Settings settings;
    SystemClock clock;
    Keyring keyring;
    Texts texts;
    CodeLists codes;                          ///< filled before start(), never after
    Grounds grounds;                          ///< likewise
    Files files;
    std::unique_ptr<ImageWorkers> images;     ///< null until start_images(); then uploads are refused with 503
    std::unique_ptr<Storage> storage;
    JobRunner jobs;
    Subscribers subscribers;
    std::vector<Module> modules;
    std::unique_ptr<Sessions> sessions;
    std::unique_ptr<Live> live;

    /// The roles as they stand; never null after load_roles().
    std::shared_ptr<const RoleBook> roles() const { return std::atomic_load(&roles_); }
    /// Reads the roles from the city store; called at start and when they change.
    void load_roles();
    /// Writes a roles pack (packs/roles/roles.yaml) into the city store and reads it.
    void put_roles(std::string_view yaml);
    /// Applies the migrations of the kernel and of every module.
    void migrate();
    /// Starts modules, jobs, subscribers, live. After this the house serves.
    void start();
    void stop();

    /// The modules with the kernel's own in front.
    static std::vector<Module> with_kernel(std::vector<Module> modules);

    std::vector<std::int64_t> units_of(AccountId account);
    /// The name of an account, or of a row of the city whose module gives names ("places.area"); "" for 0 or unknown.
    std::string display_name(AccountId account);
    std::string name_of(std::string_view kind, std::int64_t id);
    /// Something a module reads often and a city changes rarely (its categories), kept in memory for one store until an event
    /// "<module>.configured" is sealed there. `make` reads it from the store.
    template <class T>
    std::shared_ptr<const T> configured(const std::string& module, const std::string& store, const std::function<std::shared_ptr<const T>()>& make) {
        return std::static_pointer_cast<const T>(kept(module + "@" + store, [&]() -> std::shared_ptr<const void> { return make(); }));
    }
    /// Where a row lies, read with the caller's own connection; nullopt when it does not exist.
    std::optional<Placement> placement_of(Db& db, std::string_view kind, std::int64_t id) const;
    std::optional<Placement> locate(const std::string& store, const std::string& kind, std::int64_t subject);
    Audience audience_of(std::string_view event) const;

private:
    std::string remembered(std::string_view kind, std::int64_t id, const std::function<std::string()>& find);
    /// Empties what is remembered of the rows that an event of this name changed.
    void forget_after(const std::string& store, std::string_view event_name);
    void forget_names();
    std::shared_ptr<const void> kept(const std::string& key, const std::function<std::shared_ptr<const void>()>& make);
    void forget_kept(const std::string& key);

    std::shared_ptr<const RoleBook> roles_;
    std::shared_mutex names_mutex_;
    std::map<std::string, std::unordered_map<std::int64_t, std::string>, std::less<>> names_;   ///< by kind and id; emptied when anything is renamed
    std::uint64_t names_age_ = 0;
    std::shared_mutex kept_mutex_;
    std::map<std::string, std::shared_ptr<const void>> kept_;
    std::uint64_t kept_age_ = 0;
};

}  // namespace liren
