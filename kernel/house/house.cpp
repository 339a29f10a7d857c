#include "liren/house.h"

#include <algorithm>

#include <yaml-cpp/yaml.h>

#include "access/access_module.h"
#include "access/store.h"
#include "files/files_module.h"
#include "house/kernel_files.h"
#include "register/registers_module.h"
#include "register/standard.h"
#include "liren/accounts.h"
#include "liren/live.h"
#include "liren/log.h"
#include "liren/register.h"
#include "liren/sessions.h"

namespace liren {

namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto space = text.find(' ');
        if (space != 0) words.emplace_back(text.substr(0, space));
        text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
    }
    return words;
}

/// What changes who may do what, and so empties caches and streams.
bool changes_rights(std::string_view event) {
    return event == "access.account_changed" || event == "access.password_changed" || event == "access.grant_given" || event == "access.grant_taken" ||
           event == "access.signed_out";
}
bool changes_everybody(std::string_view event) { return event == "access.roles_changed" || event.starts_with("organizations.post_"); }

}  // namespace

House::House(Settings given, std::unique_ptr<Storage> stores, Keyring keys, std::vector<Module> list)
    : settings(std::move(given)),
      keyring(std::move(keys)),
      files(settings.data_directory / "files"),
      storage(std::move(stores)),
      jobs(*storage, clock),
      subscribers(*storage, clock),
      modules(with_kernel(std::move(list))),
      sessions(std::make_unique<Sessions>(*this)),
      live(std::make_unique<Live>(
          *storage, [this](const std::string& store, const std::string& kind, std::int64_t subject) { return locate(store, kind, subject); },
          [this](const Principal& principal, const std::string& store, const std::string& kind) {
              const Register* of = Register::find(kind);   // a register may be read with a permission narrower than its module's
              const std::string permission = of ? of->permission("read") : kind.substr(0, kind.find('.')) + ".read";
              return roles()->scope(principal, permission, store.starts_with('d') ? store.substr(1) : "*");
          })) {
    const auto own = kernel_texts();
    texts.add(own.data(), own.size());
    for (const Module& module : modules) texts.add(module.files, module.file_count);
}

House::~House() = default;

std::vector<Module> House::with_kernel(std::vector<Module> modules) {
    modules.insert(modules.begin(), registers_module());
    modules.insert(modules.begin(), files_module());
    modules.insert(modules.begin(), access_module());
    return modules;
}

void House::migrate() {
    std::vector<EmbeddedFile> all = kernel_migrations();
    for (const Module& module : modules)
        for (std::size_t i = 0; i < module.file_count; ++i)
            if (module.files[i].path.starts_with("migrations/")) all.push_back(module.files[i]);
    storage->migrate(all);
}

void House::put_roles(std::string_view yaml) {
    const YAML::Node roles = YAML::Load(std::string(yaml))["roles"];
    storage->write_now("city", {AccountId{}, clock.now()}, [&](Tx& tx) {
        int position = 0;
        for (const auto& role : roles) {
            const auto permissions = role["permissions"].as<std::vector<std::string>>();
            tx.run(access_store::put_role, {{"code", role["code"].as<std::string>()},
                                            {"position", ++position},
                                            {"level", role["level"].as<std::string>()},
                                            {"permissions", joined(permissions)}});
        }
        tx.record({.name = "access.roles_changed", .subject_kind = "access.role"});
    });
    load_roles();
}

void House::load_roles() {
    std::vector<Role> found;
    storage->read("city", [&](Db& city) {
        for (const auto& row : city.all<access_store::RoleRow>(access_store::all_roles, {})) found.push_back({row.code, split(row.permissions), row.level});
    });
    std::vector<Permission> permissions;
    for (const Module& module : modules) permissions.insert(permissions.end(), module.permissions.begin(), module.permissions.end());
    std::atomic_store(&roles_, std::shared_ptr<const RoleBook>(std::make_shared<RoleBook>(std::move(found), std::move(permissions))));
}

void House::start() {
    require_grounds(*this);
    load_roles();
    storage->on_sealed([this](const std::string& store, const std::vector<SealedEvent>& events) {
        for (const SealedEvent& event : events) {
            forget_after(store, event.name);
            if (changes_everybody(event.name)) live->drop(AccountId{});
            else if (changes_rights(event.name)) live->drop(AccountId{event.subject});
            if (event.name == "access.roles_changed") load_roles();
        }
        subscribers.wake();
        // What the audit administrator alone may read is not told to screens, not even that it happened.
        std::vector<SealedEvent> told;
        std::copy_if(events.begin(), events.end(), std::back_inserter(told), [this](const SealedEvent& event) { return audience_of(event.name) == Audience::timeline; });
        if (!told.empty()) live->announce(store, told);
    });
    storage->on_committed([this](const std::string& store, const std::vector<std::string>& event_names) {
        for (const std::string& name : event_names) forget_after(store, name);
    });
    for (const Module& module : modules)
        if (module.start) module.start(*this);
    live->start();
    subscribers.start();
    jobs.start();
}

void House::stop() {
    jobs.stop();
    subscribers.stop();
    live->stop();
    storage->close();
}

std::vector<std::int64_t> House::units_of(AccountId account) {
    std::vector<std::int64_t> units;
    for (const Module& module : modules)
        if (module.units_of) storage->read("city", [&](Db& city) { units = module.units_of(city, account); });
    return units;
}

std::string House::display_name(AccountId account) {
    if (!account) return {};
    return remembered("access.account", account.value, [&] {
        std::string name;
        storage->read("gate", [&](Db& gate) { name = account_name(gate, account); });
        return name;
    });
}

std::string House::name_of(std::string_view kind, std::int64_t id) {
    if (id == 0) return {};
    return remembered(kind, id, [&] {
        std::string name;
        for (const Module& module : modules)
            for (const auto& [declared, find] : module.names)
                if (declared == kind) storage->read("city", [&](Db& city) { name = find(city, id); });
        return name;
    });
}

std::string House::remembered(std::string_view kind, std::int64_t id, const std::function<std::string()>& find) {
    std::uint64_t age = 0;
    {
        std::shared_lock lock(names_mutex_);   // a list asks forty times: nothing is made here but the answer
        if (const auto of_kind = names_.find(kind); of_kind != names_.end())
            if (const auto found = of_kind->second.find(id); found != of_kind->second.end()) return found->second;
        age = names_age_;
    }
    std::string name = find();
    std::unique_lock lock(names_mutex_);
    if (age == names_age_) names_[std::string(kind)][id] = name;   // else something was renamed while we read
    return name;
}

void House::forget_after(const std::string& store, std::string_view event) {
    if (changes_rights(event) || changes_everybody(event)) sessions->forget();
    if (event.starts_with("places.") || event.starts_with("organizations.") || event == "access.account_changed") forget_names();
    if (const auto dot = event.find('.'); event.substr(dot + 1) == "configured") forget_kept(std::string(event.substr(0, dot)) + "@" + store);
}

void House::forget_names() {
    std::unique_lock lock(names_mutex_);
    ++names_age_;
    names_.clear();
}

std::shared_ptr<const void> House::kept(const std::string& key, const std::function<std::shared_ptr<const void>()>& make) {
    std::uint64_t age = 0;
    {
        std::shared_lock lock(kept_mutex_);
        if (const auto found = kept_.find(key); found != kept_.end()) return found->second;
        age = kept_age_;
    }
    auto made = make();
    std::unique_lock lock(kept_mutex_);
    if (age == kept_age_) kept_[key] = made;   // else it changed while we read
    return made;
}

void House::forget_kept(const std::string& key) {
    std::unique_lock lock(kept_mutex_);
    ++kept_age_;
    kept_.erase(key);
}

std::optional<Placement> House::placement_of(Db& db, std::string_view kind, std::int64_t id) const {
    for (const Module& module : modules)
        for (const auto& [declared, find] : module.placements)
            if (declared == kind) return find(db, id);
    return std::nullopt;
}

std::optional<Placement> House::locate(const std::string& store, const std::string& kind, std::int64_t subject) {
    std::optional<Placement> at;
    storage->read(store, [&](Db& db) { at = placement_of(db, kind, subject); });
    return at;
}

Audience House::audience_of(std::string_view event) const {
    for (const Module& module : modules)
        for (const EventName& declared : module.events)
            if (event == declared.name) return declared.audience;
    return Audience::audit;   // what nobody declared is shown to nobody else
}

}  // namespace liren
