#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "liren/digest.h"
#include "liren/seal.h"

using namespace liren;

namespace {

struct Folder {
    std::string path;
    Folder() {
        char name[] = "/tmp/liren_seal_XXXXXX";
        path = ::mkdtemp(name);
    }
    ~Folder() {
        for (const std::string& name : entries()) ::unlink((path + "/" + name).c_str());
        ::rmdir(path.c_str());
    }
    std::vector<std::string> entries() const {
        std::vector<std::string> names;
        DIR* folder = ::opendir(path.c_str());
        while (const dirent* entry = ::readdir(folder))
            if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
        ::closedir(folder);
        return names;
    }
    std::string keys() const { return path + "/keys"; }
};

std::string read(const std::string& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

}  // namespace

TEST_CASE("what is sealed opens in its own context and in no other") {
    const Folder folder;
    const Keyring ring = Keyring::load_or_create(folder.keys());
    for (const std::string& clear : {std::string(), std::string("13812345678"), std::string("山西省晋城市"), std::string(5000, '\0')}) {
        const std::string sealed = ring.seal(clear, "people.phone");
        CHECK(sealed.substr(0, 3) == "a1.");
        CHECK(ring.open(sealed, "people.phone") == clear);
        CHECK_FALSE(ring.open(sealed, "people.id_number"));
        CHECK_FALSE(ring.open(sealed, ""));
    }
    CHECK(ring.seal("same", "c") != ring.seal("same", "c"));
}

TEST_CASE("every altered character is noticed") {
    const Folder folder;
    const Keyring ring = Keyring::load_or_create(folder.keys());
    const std::string sealed = ring.seal("110105194912310021", "people.id_number");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string altered = sealed;
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        CHECK_FALSE(ring.open(altered, "people.id_number"));
        CHECK_FALSE(ring.open(sealed.substr(0, i), "people.id_number"));
    }
    CHECK_FALSE(ring.open(sealed + "A", "people.id_number"));
    CHECK_FALSE(ring.open("..", "people.id_number"));
    CHECK(ring.open(sealed, "people.id_number"));   // and the failures left the ring whole
}

TEST_CASE("the look-up hash is steady, keyed, and bound to its context") {
    const Folder folder, other;
    const Keyring ring = Keyring::load_or_create(folder.keys());
    const std::string hash = ring.lookup_hash("13812345678", "people.phone");
    CHECK(hash.size() == 43);
    CHECK(hash == Keyring::load(folder.keys()).lookup_hash("13812345678", "people.phone"));
    CHECK(hash != ring.lookup_hash("13812345679", "people.phone"));
    CHECK(hash != ring.lookup_hash("13812345678", "organizations.phone"));
    CHECK(hash != Keyring::load_or_create(other.keys()).lookup_hash("13812345678", "people.phone"));
}

TEST_CASE("a new key seals, the old one still opens, and searches stay whole") {
    const Folder folder;
    const Keyring before = Keyring::load_or_create(folder.keys());
    const std::string old = before.seal("旧", "c");
    Keyring::add_key(folder.keys());
    const Keyring after = Keyring::load(folder.keys());
    CHECK(after.current_key_id() != before.current_key_id());
    CHECK(after.open(old, "c") == "旧");
    CHECK(after.is_outdated(old));
    CHECK_FALSE(after.is_outdated(after.seal("新", "c")));
    CHECK(after.lookup_hash("x", "c") == before.lookup_hash("x", "c"));
    CHECK_FALSE(before.open(after.seal("新", "c"), "c"));   // unknown key
}

TEST_CASE("the key file is private, whole and alone in its folder") {
    const Folder folder;
    Keyring::load_or_create(folder.keys());
    struct stat about {};
    REQUIRE(::stat(folder.keys().c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    CHECK(folder.entries().size() == 1);
    const std::string text = read(folder.keys());
    Keyring::load_or_create(folder.keys());
    CHECK(read(folder.keys()) == text);
    Keyring::add_key(folder.keys());
    CHECK(folder.entries().size() == 1);
}

TEST_CASE("a key file that others can read is refused") {
    const Folder folder;
    Keyring::load_or_create(folder.keys());
    for (const mode_t mode : {0640, 0604, 0620, 0666}) {
        ::chmod(folder.keys().c_str(), mode);
        CHECK_THROWS_AS(Keyring::load_or_create(folder.keys()), KeyFileProblem);
    }
    ::chmod(folder.keys().c_str(), 0600);
    CHECK_NOTHROW(Keyring::load(folder.keys()));
}

TEST_CASE("a damaged key file is refused and never replaced") {
    const Folder folder;
    Keyring::load_or_create(folder.keys());
    const std::string whole = read(folder.keys());
    std::string swapped = whole;
    swapped[whole.size() - 10] = swapped[whole.size() - 10] == 'A' ? 'B' : 'A';
    for (const std::string& damaged : {std::string(), std::string("liren-keyring 1\n"), whole.substr(0, whole.size() - 1), whole.substr(0, 30), swapped, "x" + whole, whole + "k2 short\n"}) {
        write(folder.keys(), damaged);
        CHECK_THROWS_AS(Keyring::load_or_create(folder.keys()), KeyFileProblem);
        CHECK(read(folder.keys()) == damaged);
    }
    CHECK_THROWS_AS(Keyring::load(folder.path + "/absent"), KeyFileProblem);
    CHECK_THROWS_AS(Keyring::load(folder.path), KeyFileProblem);
    CHECK_THROWS_AS(Keyring::load_or_create(folder.path + "/no/such/folder"), KeyFileProblem);
}

TEST_CASE("processes and threads that start together agree on one key") {
    const Folder folder;
    std::vector<std::string> ids(8);
    std::vector<std::thread> threads;
    for (std::string& id : ids) threads.emplace_back([&] { id = Keyring::load_or_create(folder.keys()).current_key_id(); });
    for (std::thread& thread : threads) thread.join();
    for (const std::string& id : ids) CHECK(id == ids.front());
}

TEST_CASE("several rings and threads share the ciphers without mixing keys") {
    const Folder folder, other;
    const Keyring first = Keyring::load_or_create(folder.keys()), second = Keyring::load_or_create(other.keys());
    std::vector<std::thread> threads;
    std::vector<int> wrong(4);
    for (int& count : wrong)
        threads.emplace_back([&] {
            for (int i = 0; i < 300; ++i) {
                const std::string one = first.seal("一", "c"), two = second.seal("二", "c");
                count += first.open(one, "c") != "一" || second.open(two, "c") != "二" || first.open(two, "c").has_value();
            }
        });
    for (std::thread& thread : threads) thread.join();
    for (const int count : wrong) CHECK(count == 0);
}
