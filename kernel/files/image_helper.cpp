#include "files/image_helper.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <boost/json.hpp>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace liren {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t largest_header = 64 * 1024;
constexpr std::size_t largest_picture = 64 * 1024 * 1024;
constexpr auto moment_to_end = std::chrono::milliseconds(500);

/// Waits until the socket can be written or read; false when the deadline has passed.
bool wait_for(int socket, short events, Clock::time_point deadline) {
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        struct pollfd one {socket, events, 0};
        const int ready = ::poll(&one, 1, static_cast<int>(left) + 1);
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
}

bool send_all(int socket, std::string_view bytes, Clock::time_point deadline) {
    while (!bytes.empty()) {
        const ssize_t count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
        else if (errno == EAGAIN) { if (!wait_for(socket, POLLOUT, deadline)) return false; }
        else if (errno != EINTR) return false;
    }
    return true;
}

bool receive_all(int socket, char* into, std::size_t size, Clock::time_point deadline) {
    while (size > 0) {
        const ssize_t count = ::recv(socket, into, size, MSG_DONTWAIT);
        if (count == 0) return false;
        if (count > 0) into += count, size -= static_cast<std::size_t>(count);
        else if (errno == EAGAIN) { if (!wait_for(socket, POLLIN, deadline)) return false; }
        else if (errno != EINTR) return false;
    }
    return true;
}

std::string length_of(std::size_t size) {
    std::string length(4, '\0');
    for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<char>(size >> (8 * i) & 255);
    return length;
}

bool receive_piece(int socket, std::string& piece, std::size_t largest, Clock::time_point deadline) {
    std::array<unsigned char, 4> length{};
    if (!receive_all(socket, reinterpret_cast<char*>(length.data()), length.size(), deadline)) return false;
    const std::size_t size = length[0] | std::size_t{length[1]} << 8 | std::size_t{length[2]} << 16 | std::size_t{length[3]} << 24;
    if (size > largest) return false;
    piece.resize(size);
    return receive_all(socket, piece.data(), size, deadline);
}

int whole(const boost::json::object& header, const char* name) {
    const boost::json::value* value = header.if_contains(name);
    return value != nullptr && value->is_int64() ? static_cast<int>(value->get_int64()) : 0;
}

std::string text(const boost::json::object& header, const char* name) {
    const boost::json::value* value = header.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string().data(), value->get_string().size()) : std::string{};
}

bool is_jpeg(const std::string& bytes) { return bytes.size() > 4 && bytes.compare(0, 3, "\xFF\xD8\xFF") == 0; }

/// The helper has touched hostile bytes, so its words are weighed too: nothing when they make no sense.
std::optional<PhotoResult> understood(const std::string& header_text, std::string view, std::string thumb) {
    boost::json::error_code error;
    const boost::json::value header = boost::json::parse(header_text, error);
    const auto* const object = error ? nullptr : header.if_object();
    if (object == nullptr) return std::nullopt;
    PhotoResult result;
    const boost::json::value* const ok = object->if_contains("ok");
    if (ok == nullptr || !ok->is_bool()) return std::nullopt;
    if (!ok->get_bool()) {
        static constexpr std::array<std::string_view, 4> known = {"image.kind", "image.damaged", "image.too_many_pixels", "image.failed"};
        const std::string problem = text(*object, "error");
        for (const std::string_view each : known)
            if (problem == each) result.problem = problem;
        if (result.problem.empty()) return std::nullopt;
        result.detail = text(*object, "detail");
        return result;
    }
    result.width = whole(*object, "width"), result.height = whole(*object, "height");
    result.view_width = whole(*object, "view_width"), result.view_height = whole(*object, "view_height");
    result.thumb_width = whole(*object, "thumb_width"), result.thumb_height = whole(*object, "thumb_height");
    if (!is_jpeg(view) || !is_jpeg(thumb) || result.width < 1 || result.height < 1 || result.view_width < 1 || result.view_height < 1) return std::nullopt;
    result.view = std::move(view);
    result.thumb = std::move(thumb);
    return result;
}

/// Owns what posix_spawn is told.
struct SpawnOrders {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    SpawnOrders() { ::posix_spawn_file_actions_init(&files), ::posix_spawnattr_init(&attributes); }
    ~SpawnOrders() { ::posix_spawn_file_actions_destroy(&files), ::posix_spawnattr_destroy(&attributes); }
    SpawnOrders(const SpawnOrders&) = delete;
    SpawnOrders& operator=(const SpawnOrders&) = delete;
};

}  // namespace

std::optional<ImageHelper> ImageHelper::start(const std::string& path, std::string& reason) {
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
        reason = std::string("no socket: ") + std::strerror(errno);
        return std::nullopt;
    }
    SpawnOrders orders;
    ::posix_spawn_file_actions_adddup2(&orders.files, pair[1], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&orders.files, pair[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&orders.files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addclosefrom_np(&orders.files, STDERR_FILENO + 1);
    sigset_t none, all;
    ::sigemptyset(&none), ::sigfillset(&all);
    ::posix_spawnattr_setflags(&orders.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);   // its own group: Ctrl-C is the server's business
    ::posix_spawnattr_setsigmask(&orders.attributes, &none);
    ::posix_spawnattr_setsigdefault(&orders.attributes, &all);
    char* const arguments[] = {const_cast<char*>("liren-image"), nullptr};
    char concurrency[] = "VIPS_CONCURRENCY=1", language[] = "LC_ALL=C.UTF-8", sanitizer[] = "ASAN_OPTIONS=detect_leaks=0";
    char* const environment[] = {concurrency, language, sanitizer, nullptr};   // none of the server's secrets
    pid_t process = -1;
    const int failure = ::posix_spawn(&process, path.c_str(), &orders.files, &orders.attributes, arguments, environment);
    ::close(pair[1]);
    if (failure != 0) {
        ::close(pair[0]);
        reason = path + " does not start: " + std::strerror(failure);
        return std::nullopt;
    }
    return ImageHelper(process, pair[0]);
}

ImageHelper::ImageHelper(ImageHelper&& other) noexcept : process_(std::exchange(other.process_, -1)), socket_(std::exchange(other.socket_, -1)) {}

ImageHelper& ImageHelper::operator=(ImageHelper&& other) noexcept {
    std::swap(process_, other.process_);
    std::swap(socket_, other.socket_);
    return *this;
}

ImageHelper::~ImageHelper() {
    if (socket_ >= 0) ::close(socket_);
    if (process_ <= 0) return;
    const auto deadline = Clock::now() + moment_to_end;
    for (;;) {
        const pid_t ended = ::waitpid(process_, nullptr, WNOHANG);
        if (ended == process_ || (ended < 0 && errno != EINTR)) return;
        if (Clock::now() >= deadline) break;
        const struct timespec nap {0, 2'000'000};
        ::nanosleep(&nap, nullptr);
    }
    ::kill(process_, SIGKILL);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) continue;
}

void ImageHelper::kill() {
    if (process_ > 0) ::kill(process_, SIGKILL);
}

std::optional<PhotoResult> ImageHelper::ask(std::string_view header, std::string_view original, Clock::time_point deadline, std::string& reason) {
    std::string answer, view, thumb;
    const bool told = send_all(socket_, length_of(header.size()) + std::string(header) + length_of(original.size()), deadline) && send_all(socket_, original, deadline);
    const bool heard = told && receive_piece(socket_, answer, largest_header, deadline) && receive_piece(socket_, view, largest_picture, deadline) &&
                       receive_piece(socket_, thumb, largest_picture, deadline);
    std::optional<PhotoResult> result;
    if (heard) result = understood(answer, std::move(view), std::move(thumb));
    if (!result) reason = heard ? "the helper's answer makes no sense" : Clock::now() >= deadline ? "the helper took too long" : "the helper died";
    return result;
}

}  // namespace liren
