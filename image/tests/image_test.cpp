#include <doctest/doctest.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vips/vips.h>

#include "liren/digest.h"
#include "liren/image.h"
#include "pictures.h"

using namespace liren;

extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libx265\nleak:libglib\n"; }   // the encoder this test uses to make HEIF
using namespace std::chrono_literals;

namespace {

/// One crew for all tests that do not hurt it.
ImageWorkers& crew() {
    static ImageWorkers workers(LIREN_IMAGE);
    return workers;
}

std::vector<pid_t> children() {
    std::vector<pid_t> all;
    FILE* const pipe = ::popen(("cat /proc/" + std::to_string(::getpid()) + "/task/*/children 2>/dev/null").c_str(), "r");
    char line[4096] = {};
    const std::size_t size = std::fread(line, 1, sizeof line - 1, pipe);
    ::pclose(pipe);
    std::istringstream listing(std::string(line, size));
    for (pid_t child; listing >> child;)
        if (::kill(child, 0) == 0) all.push_back(child);
    return all;
}

bool is_zombie(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(status, line);
    const auto bracket = line.rfind(')');
    return bracket != std::string::npos && line.size() > bracket + 2 && line[bracket + 2] == 'Z';
}

/// A stand-in helper: a shell script.
struct Script {
    std::string path;
    explicit Script(const std::string& body) {
        char name[] = "/tmp/liren_helper_XXXXXX";
        ::close(::mkstemp(name));
        path = name;
        std::ofstream(path) << "#!/bin/sh\n" << body << "\n";
        ::chmod(path.c_str(), 0700);
    }
    ~Script() { ::unlink(path.c_str()); }
};

std::string encoded(const char* suffix) {
    static const bool started = VIPS_INIT("image_test") == 0;
    REQUIRE(started);
    VipsImage *black = nullptr, *image = nullptr;
    REQUIRE(vips_black(&black, 640, 480, "bands", 3, nullptr) == 0);
    REQUIRE(vips_copy(black, &image, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr) == 0);
    void* bytes = nullptr;
    std::size_t size = 0;
    std::string result;
    if (vips_image_write_to_buffer(image, suffix, &bytes, &size, nullptr) == 0) {
        result.assign(static_cast<const char*>(bytes), size);
        g_free(bytes);
    }
    g_object_unref(image);
    g_object_unref(black);
    return result;
}

}  // namespace

TEST_CASE("a photo becomes a view and a thumbnail") {
    const PhotoResult photo = crew().photo(pictures::png(2400, 1200));
    REQUIRE_MESSAGE(photo.ok(), photo.problem << " " << photo.detail);
    CHECK(photo.width == 2400);
    CHECK(photo.height == 1200);
    CHECK(photo.view_width == 1600);
    CHECK(photo.view_height == 800);
    CHECK(photo.thumb_width == 320);
    CHECK(photo.thumb_height == 160);
    CHECK(photo.view.substr(0, 3) == "\xFF\xD8\xFF");
    CHECK(photo.thumb.substr(0, 3) == "\xFF\xD8\xFF");
    CHECK(photo.thumb.size() < photo.view.size());
}

TEST_CASE("a small photo is not blown up, a deep and see-through one becomes plain") {
    const PhotoResult small = crew().photo(pictures::png(40, 30));
    REQUIRE(small.ok());
    CHECK(small.view_width == 40);
    CHECK(small.thumb_width == 40);
    const PhotoResult deep = crew().photo(pictures::deep_png(64, 64));
    REQUIRE_MESSAGE(deep.ok(), deep.problem << " " << deep.detail);
    CHECK(deep.view_width == 64);
}

TEST_CASE("WebP and HEIF are read as well") {
    for (const char* suffix : {".webp", ".heic[compression=hevc]", ".heic[compression=av1]"}) {
        const std::string bytes = encoded(suffix);
        if (bytes.empty()) {
            MESSAGE("this machine cannot write " << suffix);
            continue;
        }
        CAPTURE(suffix);
        const PhotoResult photo = crew().photo(bytes);
        REQUIRE_MESSAGE(photo.ok(), photo.problem << " " << photo.detail);
        CHECK(photo.width == 640);
    }
}

TEST_CASE("a camera's photo is turned upright and loses place and camera") {
    const std::string jpeg = crew().photo(pictures::png(800, 400)).view;
    const std::string camera = pictures::from_a_camera(jpeg, 6);
    REQUIRE(camera.find("SECRET-CAMERA") != std::string::npos);
    const PhotoResult photo = crew().photo(camera);
    REQUIRE_MESSAGE(photo.ok(), photo.problem << " " << photo.detail);
    CHECK(photo.width == 400);
    CHECK(photo.height == 800);
    CHECK(photo.view_width == 400);
    CHECK(photo.view_height == 800);
    for (const std::string& made : {photo.view, photo.thumb}) {
        CHECK(made.find("SECRET") == std::string::npos);
        CHECK(made.find("Exif") == std::string::npos);
        CHECK(made.find("ICC_PROFILE") == std::string::npos);
    }
}

TEST_CASE("what hides behind a picture does not come through") {
    const std::string jpeg = crew().photo(pictures::png(300, 200)).view;
    const PhotoResult photo = crew().photo(jpeg + "PK\x03\x04<script>alert(1)</script>");
    REQUIRE(photo.ok());
    CHECK(photo.view.find("script") == std::string::npos);
    CHECK(crew().photo("GIF89a" + jpeg).problem == "image.kind");
    CHECK(crew().photo("%PDF-1.4\n" + jpeg).problem == "image.kind");
}

TEST_CASE("other kinds are refused by their first bytes") {
    for (const std::string& bytes : {std::string(), std::string("x"), std::string("GIF89a\x01\0\x01\0", 10), std::string("BM\0\0"), std::string("II*\0\x08\0\0\0", 8),
                                     std::string("<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"), std::string("%PDF-1.7\n%%EOF"),
                                     std::string("push graphic-context\nviewbox 0 0 640 480\n"), std::string("RIFF\0\0\0\0AVI ", 12), std::string("\0\0\0\x18""ftypmp42", 12)})
        CHECK(crew().photo(bytes).problem == "image.kind");
}

TEST_CASE("a picture that is cut off anywhere is damaged, not half a picture") {
    const std::string png = pictures::png(200, 150), jpeg = crew().photo(pictures::png(600, 400)).view;
    const std::size_t deaths = crew().deaths();
    for (const std::string& whole : {png, jpeg})
        for (std::size_t part = 1; part < 10; ++part) {
            const PhotoResult photo = crew().photo(whole.substr(0, whole.size() * part / 10));
            CHECK_MESSAGE(photo.problem == "image.damaged", photo.problem << " at " << part << "/10 " << photo.detail);
        }
    CHECK(crew().photo(pictures::png(200, 150, 20)).problem == "image.damaged");
    CHECK(crew().deaths() == deaths);
}

TEST_CASE("a bomb is measured before it is opened") {
    CHECK(crew().photo(pictures::png(65000, 65000, 4)).problem == "image.too_many_pixels");
    CHECK(crew().photo(pictures::png(20000, 5001, 1)).problem == "image.too_many_pixels");
    CHECK(crew().photo("\x89PNG\r\n\x1a\n" + pictures::chunk("IHDR", pictures::be32(0xFFFFFFFF) + pictures::be32(1) + std::string("\x08\x02\x00\x00\x00", 5))).problem == "image.damaged");
    CHECK(crew().photo(std::string(33 * 1024 * 1024, 'x')).problem == "image.too_large");
    CHECK(crew().photo(pictures::png(50, 50)).ok());
}

TEST_CASE("broken bytes of every kind get an answer") {
    std::vector<std::string> seeds = {pictures::png(120, 90), crew().photo(pictures::png(120, 90)).view, encoded(".webp"), encoded(".heic[compression=hevc]"), encoded(".heic[compression=av1]")};
    std::uint32_t state = 7;
    const auto next = [&] { return state = state * 1664525u + 1013904223u; };
    for (const std::string& seed : seeds)
        for (int round = 0; round < 60 && !seed.empty(); ++round) {
            std::string broken = seed;
            for (std::uint32_t flips = 1 + next() % 8; flips > 0; --flips) broken[next() % broken.size()] = static_cast<char>(next() >> 16);
            const PhotoResult photo = crew().photo(broken);
            CHECK((photo.ok() || photo.problem.substr(0, 6) == "image."));
        }
    CHECK(crew().photo(pictures::png(50, 50)).ok());
    MESSAGE("helpers lost to broken bytes: " << crew().deaths());
}

TEST_CASE("many threads share the crew") {
    ImageLimits two;
    two.workers = 2;
    two.pictures_per_helper = 3;   // and helpers retire meanwhile
    ImageWorkers workers(LIREN_IMAGE, two);
    const std::string png = pictures::png(400, 300);
    std::vector<std::thread> threads;
    std::vector<int> good(6);
    for (int& count : good)
        threads.emplace_back([&] {
            for (int i = 0; i < 3; ++i) count += workers.photo(png).ok();
        });
    for (std::thread& thread : threads) thread.join();
    for (const int count : good) CHECK(count == 3);
    CHECK(workers.deaths() == 0);
}

TEST_CASE("a helper that is killed in its sleep is reaped at once and replaced") {
    ImageWorkers workers(LIREN_IMAGE);
    REQUIRE(workers.photo(pictures::png(20, 20)).ok());
    REQUIRE(crew().photo(pictures::png(20, 20)).ok());
    const std::size_t before = crew().deaths();
    for (const pid_t child : children()) {
        std::ifstream name("/proc/" + std::to_string(child) + "/comm");
        std::string comm;
        name >> comm;
        if (comm == "liren-image") ::kill(child, SIGKILL);   // the shared crew's helper too: it must recover as well
    }
    for (int i = 0; i < 300 && workers.deaths() + crew().deaths() < before + 2; ++i) std::this_thread::sleep_for(10ms);
    CHECK(workers.deaths() == 1);
    for (const pid_t child : children()) CHECK_FALSE(is_zombie(child));
    CHECK(workers.photo(pictures::png(20, 20)).ok());
    CHECK(crew().photo(pictures::png(20, 20)).ok());
}

TEST_CASE("a helper that hangs is killed when the time is up") {
    const Script hanging("exec sleep 60");
    ImageLimits short_time;
    short_time.time = 200ms;
    ImageWorkers workers(hanging.path, short_time);
    const auto begin = std::chrono::steady_clock::now();
    const PhotoResult photo = workers.photo(pictures::png(2000, 2000));   // more than a socket holds
    CHECK(photo.problem == "image.failed");
    CHECK(photo.detail == "the helper took too long");
    CHECK(std::chrono::steady_clock::now() - begin < 10s);
    CHECK(workers.deaths() == 1);
}

TEST_CASE("a helper that dies, talks nonsense, or does not exist is an answer, not an exception") {
    const Script dying("exit 1"), babbling("head -c 100 >/dev/null; echo ....................; sleep 1"), lying("printf '\\013\\000\\000\\000{\"ok\":true}\\000\\000\\000\\000\\000\\000\\000\\000'; sleep 1");
    for (const Script* script : {&dying, &babbling, &lying}) {
        ImageWorkers workers(script->path);
        CHECK(workers.photo(pictures::png(20, 20)).problem == "image.failed");
        CHECK(workers.photo(pictures::png(20, 20)).problem == "image.failed");
    }
    ImageWorkers absent("/nonexistent/liren-image");
    CHECK(absent.photo(pictures::png(20, 20)).problem == "image.unavailable");
    CHECK(absent.photo("x").problem == "image.unavailable");
}

TEST_CASE("a full queue is said at once") {
    const Script hanging("exec sleep 60");
    ImageLimits tight;
    tight.time = 400ms;
    tight.waiting = 1;
    ImageWorkers workers(hanging.path, tight);
    std::vector<std::thread> threads;
    std::atomic<int> busy{0}, failed{0};
    for (int i = 0; i < 5; ++i)
        threads.emplace_back([&] {
            const PhotoResult photo = workers.photo("x");
            if (photo.problem == "image.busy") ++busy;
            if (photo.problem == "image.failed") ++failed;
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(busy >= 1);
    CHECK(busy + failed == 5);
}

TEST_CASE("the helper inherits nothing but its socket and has given up its rights") {
    const int leaking = ::dup2(STDIN_FILENO, 77);   // not close-on-exec
    REQUIRE(leaking == 77);
    ImageWorkers workers(LIREN_IMAGE);
    REQUIRE(workers.photo(pictures::png(20, 20)).ok());
    int seen = 0;
    for (const pid_t child : children()) {
        const std::string folder = "/proc/" + std::to_string(child);
        std::ifstream limits(folder + "/limits"), status(folder + "/status"), comm(folder + "/comm");
        std::string name, line, all;
        comm >> name;
        if (name != "liren-image") continue;
        ++seen;
        while (std::getline(status, line))
            if (line.substr(0, 11) == "NoNewPrivs:") CHECK(line.back() == '1');
        while (std::getline(limits, line)) all += line + "\n";
        std::istringstream size(all.substr(all.find("Max file size") + 13));
        std::string soft;
        size >> soft;
        CHECK(soft == "0");
        struct stat about {};
        CHECK((::lstat((folder + "/fd/77").c_str(), &about) != 0 && (errno == ENOENT || errno == EACCES)));
    }
    ::close(leaking);
    CHECK(seen >= 1);
}
