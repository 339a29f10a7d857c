#include "pictures.h"

#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "liren/digest.h"
#include "liren/error.h"

extern char** environ;

namespace liren::demo {

namespace {

namespace fs = std::filesystem;

bool run_draw(const std::string& draw, const fs::path& into, int count) {
    const std::string folder = into.string(), number = std::to_string(count);
    std::vector<char*> arguments;
    for (const char* word : {draw.c_str(), "--out", folder.c_str(), "--count", number.c_str(), "--seed", "7"}) arguments.push_back(const_cast<char*>(word));
    arguments.push_back(nullptr);
    pid_t child = 0;
    if (posix_spawn(&child, draw.c_str(), nullptr, nullptr, arguments.data(), environ) != 0) return false;
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string bytes_of(const fs::path& file) {
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    return bytes.str();
}

/// "0001-lamp-night.png" shows a lamp.
std::string scene_of(const fs::path& file) {
    const std::string name = file.stem().string();
    const auto first = name.find('-');
    return name.substr(first + 1, name.rfind('-') - first - 1);
}

}  // namespace

std::vector<Picture> make_pictures(House& house, const std::string& store, const std::string& draw, int count, const std::function<void(const std::string&)>& say) {
    const fs::path folder = house.settings.data_directory / ("drawing-" + random_token(4));
    fs::create_directories(folder);
    std::vector<Picture> pictures;
    if (!fs::exists(draw) || !run_draw(draw, folder, count)) {
        say("Demo: the drawing program is missing, so the cases have no pictures");
    } else {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().extension() == ".png") files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (const fs::path& file : files) {
            if (pictures.size() % 50 == 0) say("Demo: pictures " + std::to_string(pictures.size()) + " of " + std::to_string(files.size()));
            try {
                pictures.push_back({scene_of(file), keep_photo(house, store, bytes_of(file))});
            } catch (const Error& error) {
                say("Demo: pictures cannot be made now (" + error.key() + " " + error.detail() + "), so the cases have none");
                break;
            }
        }
    }
    fs::remove_all(folder);
    return pictures;
}

}  // namespace liren::demo
