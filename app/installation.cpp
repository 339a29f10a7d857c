#include "installation.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>

#include "cases/cases.h"
#include "demo/demo.h"
#include "modules.h"
#include "organizations/organizations.h"
#include "places/places.h"

namespace liren {

namespace embedded {
extern const EmbeddedFile packs_files[];
extern const std::size_t packs_count;
}  // namespace embedded

namespace {

namespace fs = std::filesystem;

/// SQLite files have one writer: one process. Held until the program ends.
void take_lock(const fs::path& data) {
    const int lock = ::open((data / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) throw std::runtime_error("cannot write in " + data.string() + "; choose another directory with --data");
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) throw std::runtime_error("another Liren is using " + data.string() + "; stop it first, or choose another directory with --data");
}

bool is_fresh(House& house) {
    house.load_roles();
    return house.roles()->roles().empty();
}

/// Empty files that say what kind of directory this is; a directory never changes its kind.
bool marked(const fs::path& data, const char* mark) { return fs::exists(data / mark); }
void set_mark(const fs::path& data, const char* mark) { std::ofstream(data / mark) << "This directory was made for " << mark << ".\n"; }

std::unique_ptr<Storage> open_storage(const Installation& installation) {
    if (!installation.postgres.empty()) return Storage::open_postgres(installation.postgres);
    return Storage::open_sqlite(installation.data / "stores", installation.fast);
}

void fill(House& house, const Installation& installation) {
    std::cout << "First start in " << installation.data.string() << ": writing roles" << std::endl;
    house.put_roles(pack("roles/roles.yaml"));
    if (installation.empty) return;
    std::cout << "Loading the district" << std::endl;
    organizations::load_divisions(house, pack("divisions/140502.csv"), pack("divisions/suffixes.yaml"));
    cases::load_pack(house, "140502", pack("cases/categories.yaml"));
    if (!installation.test) return;
    // A district nobody lives in, so that stories see what a district's border holds back.
    organizations::load_divisions(house, pack("divisions/990101.csv"), pack("divisions/suffixes.yaml"));
    cases::load_pack(house, "990101", pack("cases/categories.yaml"));
}

}  // namespace

std::string_view pack(std::string_view path) {
    for (std::size_t i = 0; i < embedded::packs_count; ++i)
        if (embedded::packs_files[i].path.ends_with("/packs/" + std::string(path))) return embedded::packs_files[i].content;
    throw std::logic_error("the pack " + std::string(path) + " is not in this program");
}

std::vector<std::string_view> packs_in(std::string_view folder) {
    std::vector<std::string_view> found;
    for (std::size_t i = 0; i < embedded::packs_count; ++i)
        if (embedded::packs_files[i].path.find("/packs/" + std::string(folder)) != std::string_view::npos) found.push_back(embedded::packs_files[i].content);
    return found;
}

std::string helper_path(const char* name) {
    const fs::path here = fs::read_symlink("/proc/self/exe").parent_path();
    for (const fs::path& place : {here / name, here / ".." / "image" / name, here / ".." / "modules" / "demo" / "draw" / name, here / ".." / "libexec" / "liren" / name})
        if (fs::exists(place)) return fs::canonical(place).string();
    return (here / name).string();
}

std::unique_ptr<House> open_house(const Installation& installation) {
    fs::create_directories(installation.data / "keys");
    fs::permissions(installation.data, fs::perms::owner_all);
    take_lock(installation.data);
    auto storage = open_storage(installation);
    const bool is_new = storage->districts().empty() && !marked(installation.data, "demo") && !marked(installation.data, "test");
    if (installation.test && is_new) set_mark(installation.data, "test");
    if (installation.test && !marked(installation.data, "test")) throw std::runtime_error("--test works only in a directory that was made with --test");
    if (is_new && !installation.empty) {
        set_mark(installation.data, "demo");
        storage->add_district("140502");
        if (installation.test) storage->add_district("990101");
    }
    Settings settings;
    settings.data_directory = installation.data;
    settings.demo = marked(installation.data, "demo");
    settings.test = installation.test;
    settings.limit_scale = installation.limit_scale;
    auto house = std::make_unique<House>(settings, std::move(storage), Keyring::load_or_create((installation.data / "keys" / "keyring").string()), all_modules());
    for (const std::string_view list : packs_in("codes/")) house->codes.add(list);
    for (const std::string_view grounds : packs_in("grounds/")) house->grounds.add(grounds);
    house->migrate();
    if (is_fresh(*house)) fill(*house, installation);
    return house;
}

}  // namespace liren
