#include "crypto/key_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "liren/digest.h"
#include "liren/seal.h"

namespace liren {

namespace {

constexpr std::string_view first_line = "liren-keyring 1";
constexpr std::size_t secret_size = 32;
constexpr std::size_t largest_file = 64 * 1024;

[[noreturn]] void complain(const std::string& path, const std::string& what, int error = 0) {
    throw KeyFileProblem("key file " + path + ": " + what + (error != 0 ? std::string(": ") + std::strerror(error) : ""));
}

struct OpenFile {
    int descriptor;
    ~OpenFile() {
        if (descriptor >= 0) ::close(descriptor);
    }
};

std::string fingerprint(std::string_view secret) { return hex(derive_key(secret, "liren key fingerprint", 4)); }

KeyLine read_line(const std::string& path, std::string_view line) {
    const auto space = line.find(' ');
    const auto secret = space == std::string_view::npos ? std::nullopt : from_base64url(line.substr(space + 1));
    if (!secret || secret->size() != secret_size) complain(path, "a line is damaged; restore the file from its own backup");
    const std::string id(line.substr(0, space));
    const auto dash = id.find('-');
    if (dash == std::string::npos || id.substr(dash + 1) != fingerprint(*secret))
        complain(path, "key " + id + " does not match its fingerprint; restore the file from its own backup");
    return {id, *secret};
}

void sync_folder(const std::string& path) {
    const auto slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
    const OpenFile handle{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (handle.descriptor < 0 || ::fsync(handle.descriptor) != 0) complain(path, "its folder cannot be made durable", errno);
}

/// Writes the keys to a new private file beside `path` and returns its name.
std::string write_aside(const std::string& path, const std::vector<KeyLine>& keys) {
    std::string text(first_line);
    text.push_back('\n');
    for (const KeyLine& key : keys) text += key.id + " " + base64url(key.secret) + "\n";

    const std::string aside = path + "." + random_token(9) + ".new";
    const OpenFile file{::open(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (file.descriptor < 0) complain(path, "cannot be created", errno);
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t count = ::write(file.descriptor, text.data() + written, text.size() - written);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        written += static_cast<std::size_t>(count);
    }
    if (written < text.size() || ::fsync(file.descriptor) != 0) {
        const int error = errno;
        ::unlink(aside.c_str());
        complain(path, "cannot be written", error);
    }
    return aside;
}

}  // namespace

KeyLine make_key(std::size_t number) {
    std::string secret = random_bytes(secret_size);
    std::string id("k");
    id.append(std::to_string(number)).append("-").append(fingerprint(secret));
    return {std::move(id), std::move(secret)};
}

std::vector<KeyLine> read_key_file(const std::string& path, bool may_be_absent) {
    const OpenFile file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (file.descriptor < 0) {
        if (errno == ENOENT && may_be_absent) return {};
        complain(path, "cannot be opened", errno);
    }
    struct stat about {};
    if (::fstat(file.descriptor, &about) != 0) complain(path, "cannot be examined", errno);
    if (!S_ISREG(about.st_mode)) complain(path, "is not a plain file");
    if ((about.st_mode & 077) != 0) complain(path, "others can read or write it; run: chmod 600 " + path);
    if (about.st_uid != ::geteuid() && ::geteuid() != 0) complain(path, "belongs to another user");

    std::string text(largest_file, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t count = ::read(file.descriptor, text.data() + size, text.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) complain(path, "cannot be read", errno);
        if (count == 0) break;
        size += static_cast<std::size_t>(count);
    }
    std::string_view rest(text.data(), size);
    std::vector<KeyLine> keys;
    for (bool first = true; !rest.empty(); first = false) {
        const auto end = rest.find('\n');
        if (end == std::string_view::npos) complain(path, "is cut off; restore it from its own backup");
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        if (!first) keys.push_back(read_line(path, line));
        else if (line != first_line) complain(path, "is not a key file of this version");
    }
    if (keys.empty()) complain(path, "holds no key; restore it from its own backup");
    return keys;
}

void create_key_file(const std::string& path, const std::vector<KeyLine>& keys) {
    const std::string aside = write_aside(path, keys);
    const bool linked = ::link(aside.c_str(), path.c_str()) == 0;   // unlike rename, never replaces another's key
    const int error = errno;
    ::unlink(aside.c_str());
    if (!linked && error != EEXIST) complain(path, "cannot be put in place", error);
    sync_folder(path);
}

void replace_key_file(const std::string& path, const std::vector<KeyLine>& keys) {
    const std::string aside = write_aside(path, keys);
    if (::rename(aside.c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(aside.c_str());
        complain(path, "cannot be replaced", error);
    }
    sync_folder(path);
}

}  // namespace liren
